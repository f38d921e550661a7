"""An edition as data: calendar, categories, questions, eligibility, rounds with their sheets, quotas.

Nothing here is code: another year's rule is another set of rows.
"""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from competition.models.aftermath import Aftermath
from competition.models.institutions import InstitutionKind
from competition.models.score_rules import SCORE_RULE_LIMITS, ScoreRule


def pick_language(text: str, english: str) -> str:
    """Return the text in the reader's language; where there is no English, the Indonesian."""
    return english if english and get_language() == "en" else text


class Bilingual(models.Model):
    """A named row of an edition; the English name is optional and falls back to the Indonesian."""

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.in_language("name")

    def in_language(self, field: str) -> str:
        """Return the field's text in the reader's language."""
        return pick_language(getattr(self, field), getattr(self, f"{field}_en", ""))


class Edition(Aftermath):
    """One year's competition under its own rule."""

    year = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=200)
    theme = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    is_current = models.BooleanField(default=False)
    dates_moved_by = models.DurationField(null=True, blank=True)
    rules_version = models.PositiveIntegerField(default=1)
    rules_hash = models.CharField(max_length=64)
    # Another number after every change of the rules' rows; given by the database (`competition.queries.remembered`).
    rules_stamp = models.BigIntegerField(default=0, editable=False)
    loaded_at = models.DateTimeField()
    # So long after its last window closed an edition keeps drafts that were never sent.
    drafts_kept_months = models.PositiveSmallIntegerField(default=24)
    # What may be uploaded with a proposal. Beside the edition, not in rows of their own: every page of a proposal says it.
    file_max_mb = models.PositiveSmallIntegerField(default=5)
    files_max = models.PositiveSmallIntegerField(default=10)
    files_max_mb = models.PositiveSmallIntegerField(default=25)
    asks_video = models.BooleanField(default=False)
    # The letters that are asked for, in order: code, name, name_en, help, help_en, required (`competition.statements`).
    letters = models.JSONField(default=list, blank=True)
    # When a judge must not read a proposal (`judging.ties`): so many years after its end a tie counts (None: for good).
    conflict_years = models.PositiveSmallIntegerField(null=True, blank=True)
    bars_own_region = models.BooleanField(default=False)
    bars_judged_earlier = models.BooleanField(default=False)
    # What a second person of the secretariat reads before it is decided (`submissions.second_reading`): so many of a hundred
    # decisions, and every refusal in which one of these lines fails.
    second_percent = models.PositiveSmallIntegerField(default=0)
    second_checks = models.JSONField(default=list, blank=True)
    # So many working days an institution has for a correction; 0: until screening closes.
    correction_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-year",)
        verbose_name = _("Edisi")
        verbose_name_plural = pgettext_lazy("plural", "Edisi")
        constraints = [
            models.UniqueConstraint(fields=("is_current",), condition=Q(is_current=True), name="edition_only_one_is_current")
        ]

    def __str__(self) -> str:
        return self.name


class Stage(Bilingual):
    """A window of the calendar: half-open, `opens_at <= t < closes_at`. Whether it is open is computed, never stored."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="stages")
    key = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    is_parallel = models.BooleanField(default=False)

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=("edition", "key"), name="stage_key_once_per_edition"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="stage_window_is_real"),
        ]

    def is_open(self, at) -> bool:
        """Say whether the instant lies in the window."""
        return self.opens_at <= at < self.closes_at


class Category(Bilingual):
    """One of the edition's categories; a proposal fits exactly one."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="categories")
    code = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=("edition", "code"), name="category_code_once_per_edition")]


class GuideQuestion(models.Model):
    """One question of the guide that suggests a category; `submissions.guide` says what an answer is."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="guide")
    code = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    answers = models.JSONField(default=list)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=("edition", "code"), name="guide_question_code_once_per_edition")]

    def __str__(self) -> str:
        return self.in_language("text")

    in_language = Bilingual.in_language


class Group(Bilingual):
    """A pool of proposals judged among themselves: umum, replikasi, khusus."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="groups")
    code = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=("edition", "code"), name="group_code_once_per_edition")]


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    TEXT = "TEXT", _("Teks")
    YES_NO = "YES_NO", _("Ya atau tidak")


class Question(models.Model):
    """One question of the proposal form, with its help and its limit in words."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=120)
    section_en = models.CharField(max_length=120, blank=True)
    label = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300, blank=True)
    help = models.TextField(blank=True)
    help_en = models.TextField(blank=True)
    example_good = models.TextField(blank=True)
    example_weak = models.TextField(blank=True)
    # What a complete answer mentions, and how many lines the table of figures before and after has (0: no table).
    checklist = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    checklist_en = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    evidence_rows = models.PositiveSmallIntegerField(default=0)
    # Whether files may be attached to the answer as evidence.
    takes_files = models.BooleanField(default=False)
    word_limit = models.PositiveSmallIntegerField()
    required = models.BooleanField(default=True)
    groups = ArrayField(models.SlugField(max_length=30), default=list, blank=True)
    kind = models.CharField(max_length=10, choices=QuestionKind, default=QuestionKind.TEXT)
    # The code of the yes/no question whose yes leads to this one; empty where nothing has to be said before.
    asked_if = models.SlugField(max_length=40, blank=True)
    criterion_code = models.SlugField(max_length=30, blank=True)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=("edition", "code"), name="question_code_once_per_edition")]

    def __str__(self) -> str:
        return self.in_language("label")

    in_language = Bilingual.in_language

    @property
    def is_yes_no(self) -> bool:
        """Whether it is answered with yes or no."""
        return self.kind == QuestionKind.YES_NO

    def is_asked_of(self, group_code: str) -> bool:
        """Say whether a proposal of this group answers the question; no group named means all do."""
        return not self.groups or group_code in self.groups


class EligibilityRules(models.Model):
    """Who may not enter. Ages are counted back from the close of registration."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="eligibility")
    min_age_months = models.PositiveSmallIntegerField(default=12)
    barred_awards = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    max_finalist_times = models.PositiveSmallIntegerField(default=2)
    unique_title = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.min_age_months} months"


class ScreeningReason(models.Model):
    """Why a line of the administrative check may fail (`submissions.eligibility.CHECKS`): a sentence for the agency."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="screening_reasons")
    code = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    check_code = models.CharField(max_length=30)
    text = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400, blank=True)
    # One that is no longer given stays, because what was read by it names it.
    is_offered = models.BooleanField(default=True)

    class Meta:
        ordering = ("order",)
        constraints = [models.UniqueConstraint(fields=("edition", "code"), name="screening_reason_code_once_per_edition")]

    def __str__(self) -> str:
        return self.in_language("text")

    in_language = Bilingual.in_language


class Cap(models.Model):
    """The most proposals one institution of a kind may submit."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="caps")
    kind = models.CharField(max_length=10, choices=InstitutionKind)
    maximum = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("edition", "kind"), name="cap_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.maximum}"


class RoundKind(models.TextChoices):
    """What the judges of a round go by."""

    DESK = "DESK", _("Penilaian proposal")
    INTERVIEW = "INTERVIEW", _("Presentasi dan wawancara")
    FIELD = "FIELD", _("Verifikasi dan observasi lapangan")


class Briefing(models.TextChoices):
    """Whether judges score a round's training texts first. REQUIRED: their own assignments open after that."""

    NONE = "NONE", "NONE"
    OFFERED = "OFFERED", "OFFERED"
    REQUIRED = "REQUIRED", "REQUIRED"


class DisputeWay(models.TextChoices):
    """What is done where readers are `gap` apart or more: they talk and agree on a sheet, or one more reads."""

    CONSOLIDATE = "CONSOLIDATE", _("Penilai membahas dan menyepakati satu lembar")
    THIRD_READER = "THIRD_READER", _("Satu penilai lagi membaca")
    NONE = "NONE", _("Tidak ada langkah khusus")


class Consolidated(models.TextChoices):
    """How a sheet that its readers agreed on counts: as the marks of each of them, or not at all, beside their own."""

    REPLACES = "REPLACES", _("Menggantikan nilai masing-masing")
    BESIDE = "BESIDE", _("Dicatat saja")


class Round(Bilingual, ScoreRule):
    """A judging round with its own sheet, readers per proposal and places. Into it come the proposals that the list of
    `chosen_in` names, once that list is public; without one, all that are eligible."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rounds")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="rounds")
    key = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=RoundKind, default=RoundKind.DESK)
    chosen_in = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_rounds")
    readers_per_proposal = models.PositiveSmallIntegerField()
    max_load = models.PositiveSmallIntegerField()
    # How many of a hundred readings shall be of proposals that judges of more than one team read (`judging.allocation`).
    cross_team_percent = models.PositiveSmallIntegerField(default=30)
    places = models.PositiveSmallIntegerField()
    award = models.CharField(max_length=40)
    nominees = models.PositiveSmallIntegerField(null=True, blank=True)
    gap = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    # Where totals are `gap` apart: what is done, whether the ranking waits for it, and how a sheet agreed on counts.
    dispute = models.CharField(max_length=20, choices=DisputeWay, default=DisputeWay.CONSOLIDATE)
    dispute_blocks = models.BooleanField(default=False)
    consolidated = models.CharField(max_length=20, choices=Consolidated, default=Consolidated.REPLACES)
    reason_min_words = models.PositiveSmallIntegerField(default=5)
    decimals = models.PositiveSmallIntegerField(default=2)
    tie_break = ArrayField(models.SlugField(max_length=30), default=list, blank=True)
    sheet_version = models.PositiveIntegerField(default=1)
    briefing = models.CharField(max_length=10, choices=Briefing, default=Briefing.NONE)

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=("edition", "key"), name="round_key_once_per_edition"),
            models.CheckConstraint(condition=Q(kind__in=RoundKind.values), name="round_kind_is_known"),
            models.CheckConstraint(condition=Q(briefing__in=Briefing.values), name="round_briefing_is_known"),
            models.CheckConstraint(condition=Q(dispute__in=DisputeWay.values), name="round_dispute_is_known"),
            models.CheckConstraint(condition=Q(consolidated__in=Consolidated.values), name="round_consolidated_is_known"),
            *SCORE_RULE_LIMITS,
        ]


class Criterion(Bilingual):
    """One line of a round's sheet. Weights of a round total 100; weight 0 is asked of the writer but not scored."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=30)
    order = models.PositiveSmallIntegerField()
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=("round", "code"), name="criterion_code_once_per_round"),
            models.CheckConstraint(
                condition=Q(weight__gte=Decimal(0), weight__lte=Decimal(100)), name="criterion_weight_is_a_share"
            ),
        ]


class Level(models.Model):
    """One anchored level of a criterion: what a judge sees, and the points (0–100) it stands for."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    value = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=5, decimal_places=2)
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("value", "id")
        constraints = [
            models.UniqueConstraint(fields=("criterion", "value"), name="level_value_once_per_criterion"),
            models.CheckConstraint(
                condition=Q(points__gte=Decimal(0), points__lte=Decimal(100)), name="level_points_on_the_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.in_language("text")

    in_language = Bilingual.in_language


class QuotaDimension(models.TextChoices):
    """What a floor counts."""

    KIND = "KIND", _("Jenis instansi")
    CATEGORY = "CATEGORY", _("Kategori")
    GROUP = "GROUP", _("Kelompok")


class Quota(models.Model):
    """At least `floor` of a round's places go to proposals with this value."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="quotas")
    dimension = models.CharField(max_length=10, choices=QuotaDimension)
    value = models.CharField(max_length=30)
    floor = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("dimension", "value", "id")
        constraints = [
            models.UniqueConstraint(fields=("round", "dimension", "value"), name="quota_once_per_value"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value} >= {self.floor}"
