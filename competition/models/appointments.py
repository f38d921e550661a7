"""What an organiser asks for and a second one grants or refuses: offices that let somebody decide about others."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from competition.codes import new_code
from competition.models.people import Appointment, AppointmentRole, Person


class RequestState(models.TextChoices):
    """A request is asked by one organiser and answered by another, once."""

    ASKED = "ASKED", pgettext_lazy("appointment request", "Menunggu persetujuan")
    GRANTED = "GRANTED", pgettext_lazy("appointment request", "Disetujui")
    REFUSED = "REFUSED", pgettext_lazy("appointment request", "Tidak disetujui")


REQUEST_MOVES: frozenset[tuple[str, str]] = frozenset(
    {(RequestState.ASKED, RequestState.GRANTED), (RequestState.ASKED, RequestState.REFUSED)}
)


class AppointmentRequest(models.Model):
    """One organiser wants to give a person an office; a second organiser answers."""

    code = models.CharField(max_length=12, unique=True, default=new_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointment_requests")
    edition = models.ForeignKey("competition.Edition", on_delete=models.PROTECT, related_name="appointment_requests")
    role = models.CharField(max_length=20, choices=AppointmentRole)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_is_known"),
            models.CheckConstraint(condition=Q(role__in=AppointmentRole.values), name="request_role_is_known"),
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="request_is_not_for_oneself"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="request_two_people_decide",
            ),
            models.CheckConstraint(
                condition=(Q(state=RequestState.ASKED) & Q(decided_by=None))
                | (~Q(state="ASKED") & Q(decided_by__isnull=False)),
                name="request_answer_has_its_person",
            ),
            models.UniqueConstraint(
                fields=("person", "edition", "role"), condition=Q(state=RequestState.ASKED), name="request_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.state}"
