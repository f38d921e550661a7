"""Which reminders of a close were written."""

from django.db import models


class Reminder(models.Model):
    """One step before one close. Its row is the key: however many schedulers run, the letters of a step are written once."""

    stage = models.ForeignKey("competition.Stage", on_delete=models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=4)
    closes_at = models.DateTimeField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("stage", "step", "closes_at"), name="reminder_once_per_step_and_close"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.step}"
