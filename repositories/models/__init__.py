"""All tables, so that the metadata is whole wherever one of them is imported."""

from repositories.models.access_record import AccessRecordRow
from repositories.models.account import AccountRow
from repositories.models.api_key import ApiKeyRow
from repositories.models.base import Base
from repositories.models.booking import BookingRow
from repositories.models.care_edit import CareEditRow
from repositories.models.consent import ConsentCodeRow, ConsentRecordRow
from repositories.models.contact import ContactRow
from repositories.models.durable_work import DurableWorkMixin
from repositories.models.encryption_key import EncryptionKeyRow
from repositories.models.family_reply import FamilyReplyRow
from repositories.models.hold import HoldRow
from repositories.models.idempotency_key import IdempotencyKeyRow
from repositories.models.incoming_message import IncomingMessageRow
from repositories.models.login_attempt import LoginAttemptRow
from repositories.models.login_session import LoginSessionRow
from repositories.models.medicine_stock import MedicineStockRow
from repositories.models.member import MemberRow
from repositories.models.member_link import MemberLinkRow
from repositories.models.model_spending import ModelSpendingRow
from repositories.models.note import NoteRow
from repositories.models.notification import NotificationRow
from repositories.models.occurrence import OccurrenceRow
from repositories.models.occurrence_answer import OccurrenceAnswerRow
from repositories.models.opt_out import OptOutRow
from repositories.models.pause import PauseRow
from repositories.models.push_subscription import PushSubscriptionRow
from repositories.models.reminder import ReminderRow
from repositories.models.reply_choice import ReplyChoiceRow
from repositories.models.request import RequestRow
from repositories.models.retention import RetentionRow
from repositories.models.sender_number import SenderNumberRow
from repositories.models.signing_key import SigningKeyRow
from repositories.models.single_use_token import SingleUseTokenRow
from repositories.models.summary_turn import SummaryTurnRow
from repositories.models.task import TaskRow
from repositories.models.task_effect import TaskEffectRow
from repositories.models.task_event import TaskEventRow
from repositories.models.user import UserRow
from repositories.models.venue import VenueRow
from repositories.models.venue_secret import VenueSecretRow
from repositories.models.webhook_attempt import WebhookAttemptRow
from repositories.models.webhook_endpoint import WebhookEndpointRow
from repositories.models.webhook_message import WebhookMessageRow

__all__ = [
    "AccessRecordRow",
    "AccountRow",
    "ApiKeyRow",
    "Base",
    "BookingRow",
    "CareEditRow",
    "ConsentCodeRow",
    "ConsentRecordRow",
    "ContactRow",
    "DurableWorkMixin",
    "EncryptionKeyRow",
    "FamilyReplyRow",
    "HoldRow",
    "IdempotencyKeyRow",
    "IncomingMessageRow",
    "LoginAttemptRow",
    "LoginSessionRow",
    "MedicineStockRow",
    "MemberLinkRow",
    "MemberRow",
    "ModelSpendingRow",
    "NoteRow",
    "NotificationRow",
    "OccurrenceAnswerRow",
    "OccurrenceRow",
    "OptOutRow",
    "PauseRow",
    "PushSubscriptionRow",
    "ReminderRow",
    "ReplyChoiceRow",
    "RequestRow",
    "RetentionRow",
    "SenderNumberRow",
    "SigningKeyRow",
    "SingleUseTokenRow",
    "SummaryTurnRow",
    "TaskEffectRow",
    "TaskEventRow",
    "TaskRow",
    "UserRow",
    "VenueRow",
    "VenueSecretRow",
    "WebhookAttemptRow",
    "WebhookEndpointRow",
    "WebhookMessageRow",
]
