-- Two roles: one owns the tables and changes their shape, one is what the application signs in as.
--
--     psql -v ON_ERROR_STOP=1 -v owner=kipp_owner -v app=kipp_app -f deploy/roles.sql DATABASE
--
-- Run it once as a superuser, after the owner's first `manage.py migrate`; it may be run again. The passwords are given apart
-- (`\password kipp_app`). Later migrations run as the owner: what it makes then, the application may use at once, and what it
-- makes for the audit must be taken back by running this file again (a test of the house runs it).

SELECT format('CREATE ROLE %I LOGIN', :'owner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', :'app')
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'app') \gexec

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"app";

-- The audit: the application writes entries and reads. Links, heads and turns are written by functions with their owner's rights.
REVOKE ALL ON competition_auditentry, competition_auditlink, competition_audithead, competition_auditturn FROM :"app";
GRANT SELECT, INSERT ON competition_auditentry TO :"app";
GRANT SELECT ON competition_auditlink, competition_audithead TO :"app";

-- Which migrations ran is the owner's to say.
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM :"app";
