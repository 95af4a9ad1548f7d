"""All data models, each loaded when it is asked for: a program uses a few of them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .accept_body import AcceptBody
    from .access import Access
    from .access_outcome import AccessOutcome
    from .access_page import AccessPage
    from .account_ladders import AccountLadders
    from .activity_note_details import ActivityNoteDetails
    from .actor import Actor
    from .actor_kind import ActorKind
    from .address_body import AddressBody
    from .adherence import Adherence
    from .adherence_lookup_details import AdherenceLookupDetails
    from .allowance import Allowance
    from .anchor import Anchor
    from .answered_via import AnsweredVia
    from .api_key import ApiKey
    from .as_needed_body import AsNeededBody
    from .availability import Availability
    from .availability_search_details import AvailabilitySearchDetails
    from .booking import Booking
    from .booking_cancel_details import BookingCancelDetails
    from .booking_change_body import BookingChangeBody
    from .booking_change_details import BookingChangeDetails
    from .booking_event import BookingEvent
    from .booking_lookup_details import BookingLookupDetails
    from .booking_message import BookingMessage
    from .booking_page import BookingPage
    from .booking_status import BookingStatus
    from .browser_keys_body import BrowserKeysBody
    from .calendar_link import CalendarLink
    from .care_edit import CareEdit
    from .care_edit_list import CareEditList
    from .care_permission_details import CarePermissionDetails
    from .care_permission_details_restore_type_0 import CarePermissionDetailsRestoreType0
    from .care_verb import CareVerb
    from .code_body import CodeBody
    from .combination_answer import CombinationAnswer
    from .combination_body import CombinationBody
    from .confirm_policy import ConfirmPolicy
    from .consent import Consent
    from .consent_body import ConsentBody
    from .consent_code import ConsentCode
    from .consent_record import ConsentRecord
    from .contact import Contact
    from .contact_body import ContactBody
    from .contact_body_consent import ContactBodyConsent
    from .contact_change import ContactChange
    from .contact_page import ContactPage
    from .correct_body import CorrectBody
    from .correct_body_answer import CorrectBodyAnswer
    from .counts_answer import CountsAnswer
    from .cycle_body import CycleBody
    from .danger import Danger
    from .data import Data
    from .day_counts_answer import DayCountsAnswer
    from .dead_letter import DeadLetter
    from .dead_letter_page import DeadLetterPage
    from .degraded_reason import DegradedReason
    from .delivery_page import DeliveryPage
    from .delivery_status import DeliveryStatus
    from .detail import Detail
    from .dose_answer import DoseAnswer
    from .due import Due
    from .due_list import DueList
    from .effect import Effect
    from .effect_response_type_0 import EffectResponseType0
    from .emergency_details import EmergencyDetails
    from .endpoint_body import EndpointBody
    from .endpoint_message import EndpointMessage
    from .endpoint_page import EndpointPage
    from .endpoint_patch import EndpointPatch
    from .escalation import Escalation
    from .event_answer import EventAnswer
    from .event_list import EventList
    from .event_type import EventType
    from .family_news_details import FamilyNewsDetails
    from .family_news_details_restore_type_0 import FamilyNewsDetailsRestoreType0
    from .family_notification_details import FamilyNotificationDetails
    from .field_error import FieldError
    from .format_ import Format
    from .free_time import FreeTime
    from .given_answer import GivenAnswer
    from .given_answers import GivenAnswers
    from .health_answer import HealthAnswer
    from .health_answer_checks import HealthAnswerChecks
    from .health_answer_status import HealthAnswerStatus
    from .import_outcome import ImportOutcome
    from .imported_venue import ImportedVenue
    from .interval_body import IntervalBody
    from .invitation import Invitation
    from .invitation_body import InvitationBody
    from .invitation_body_consent import InvitationBodyConsent
    from .invitation_body_role import InvitationBodyRole
    from .invitation_page import InvitationPage
    from .key_body import KeyBody
    from .key_page import KeyPage
    from .ladder_step import LadderStep
    from .ladders import Ladders
    from .left_answer import LeftAnswer
    from .list_dead_letters_status_type_0 import ListDeadLettersStatusType0
    from .login import Login
    from .login_body import LoginBody
    from .logout_body import LogoutBody
    from .me import Me
    from .medicine_answer import MedicineAnswer
    from .medicine_later_details import MedicineLaterDetails
    from .medicine_later_details_verb import MedicineLaterDetailsVerb
    from .medicine_reminder_details import MedicineReminderDetails
    from .medicine_reminder_details_plan_type_0 import MedicineReminderDetailsPlanType0
    from .medicine_stock_details import MedicineStockDetails
    from .medicine_taken_details import MedicineTakenDetails
    from .member import Member
    from .member_page import MemberPage
    from .needed_body import NeededBody
    from .new_api_key import NewApiKey
    from .new_invitation import NewInvitation
    from .new_values import NewValues
    from .new_webhook_endpoint import NewWebhookEndpoint
    from .note import Note
    from .note_kind import NoteKind
    from .note_page import NotePage
    from .notification import Notification
    from .notification_event import NotificationEvent
    from .notification_message import NotificationMessage
    from .notification_moment import NotificationMoment
    from .notification_page import NotificationPage
    from .notification_problem import NotificationProblem
    from .notification_status import NotificationStatus
    from .occurrence import Occurrence
    from .occurrence_page import OccurrencePage
    from .occurrence_status import OccurrenceStatus
    from .offer import Offer
    from .other_details import OtherDetails
    from .outcome import Outcome
    from .parse_answer import ParseAnswer
    from .parse_answer_details import ParseAnswerDetails
    from .parse_answer_intent import ParseAnswerIntent
    from .parse_body import ParseBody
    from .parsed_answer import ParsedAnswer
    from .parsed_answer_details import ParsedAnswerDetails
    from .parsed_answer_intent import ParsedAnswerIntent
    from .password_body import PasswordBody
    from .pause import Pause
    from .pause_body import PauseBody
    from .permission import Permission
    from .phase import Phase
    from .phase_body import PhaseBody
    from .postmortem import Postmortem
    from .postmortem_payload import PostmortemPayload
    from .preferences_body import PreferencesBody
    from .problem import Problem
    from .push_key_answer import PushKeyAnswer
    from .push_subscription import PushSubscription
    from .push_subscription_body import PushSubscriptionBody
    from .push_subscription_list import PushSubscriptionList
    from .queue import Queue
    from .queue_list import QueueList
    from .queue_state import QueueState
    from .quiet_hours import QuietHours
    from .redeliver_answer import RedeliverAnswer
    from .redeliver_body import RedeliverBody
    from .redrive import Redrive
    from .redrive_body import RedriveBody
    from .redriven_answer import RedrivenAnswer
    from .refill_body import RefillBody
    from .refresh_body import RefreshBody
    from .reminder import Reminder
    from .reminder_body import ReminderBody
    from .reminder_body_kind import ReminderBodyKind
    from .reminder_cancel_details import ReminderCancelDetails
    from .reminder_cancel_details_seen_type_0 import ReminderCancelDetailsSeenType0
    from .reminder_change import ReminderChange
    from .reminder_change_details import ReminderChangeDetails
    from .reminder_change_details_seen_type_0 import ReminderChangeDetailsSeenType0
    from .reminder_details import ReminderDetails
    from .reminder_event import ReminderEvent
    from .reminder_kind import ReminderKind
    from .reminder_list import ReminderList
    from .reminder_lookup_details import ReminderLookupDetails
    from .reminder_message import ReminderMessage
    from .reminder_move import ReminderMove
    from .reminder_page import ReminderPage
    from .reminder_status import ReminderStatus
    from .reminder_zone_details import ReminderZoneDetails
    from .reply import Reply
    from .reply_body import ReplyBody
    from .reply_page import ReplyPage
    from .request import Request
    from .request_status import RequestStatus
    from .resolve_body import ResolveBody
    from .restaurant_booking_details import RestaurantBookingDetails
    from .role import Role
    from .rotate_body import RotateBody
    from .rung import Rung
    from .said_phase import SaidPhase
    from .said_tie import SaidTie
    from .salon_booking_details import SalonBookingDetails
    from .secret_body import SecretBody
    from .shopping_details import ShoppingDetails
    from .signing_secret_answer import SigningSecretAnswer
    from .since import Since
    from .skip_body import SkipBody
    from .smalltalk_details import SmalltalkDetails
    from .snooze_body import SnoozeBody
    from .spending import Spending
    from .stock import Stock
    from .stock_body import StockBody
    from .submit_body import SubmitBody
    from .submit_body_metadata import SubmitBodyMetadata
    from .table_answer import TableAnswer
    from .table_body import TableBody
    from .taken_body import TakenBody
    from .task import Task
    from .task_details import TaskDetails
    from .task_error import TaskError
    from .task_intent import TaskIntent
    from .task_message import TaskMessage
    from .task_message_type import TaskMessageType
    from .task_metadata import TaskMetadata
    from .task_page import TaskPage
    from .task_result import TaskResult
    from .task_status import TaskStatus
    from .tell import Tell
    from .test_message import TestMessage
    from .thing import Thing
    from .tie import Tie
    from .tie_body import TieBody
    from .topic import Topic
    from .try_ import Try
    from .unavailable_day import UnavailableDay
    from .unavailable_day_reason import UnavailableDayReason
    from .undo_details import UndoDetails
    from .urgency import Urgency
    from .user import User
    from .user_body import UserBody
    from .user_change import UserChange
    from .user_page import UserPage
    from .venue import Venue
    from .venue_adapter_settings import VenueAdapterSettings
    from .venue_body import VenueBody
    from .venue_body_adapter import VenueBodyAdapter
    from .venue_body_adapter_settings import VenueBodyAdapterSettings
    from .venue_body_exceptions import VenueBodyExceptions
    from .venue_body_hours_type_0 import VenueBodyHoursType0
    from .venue_body_service_minutes import VenueBodyServiceMinutes
    from .venue_body_staff_days_off import VenueBodyStaffDaysOff
    from .venue_body_staff_hours import VenueBodyStaffHours
    from .venue_body_staff_hours_additional_property import VenueBodyStaffHoursAdditionalProperty
    from .venue_body_staff_services import VenueBodyStaffServices
    from .venue_body_turn_minutes import VenueBodyTurnMinutes
    from .venue_change import VenueChange
    from .venue_change_adapter import VenueChangeAdapter
    from .venue_change_adapter_settings import VenueChangeAdapterSettings
    from .venue_change_exceptions import VenueChangeExceptions
    from .venue_change_hours_type_0 import VenueChangeHoursType0
    from .venue_change_service_minutes import VenueChangeServiceMinutes
    from .venue_change_staff_days_off import VenueChangeStaffDaysOff
    from .venue_change_staff_hours import VenueChangeStaffHours
    from .venue_change_staff_hours_additional_property import VenueChangeStaffHoursAdditionalProperty
    from .venue_change_staff_services import VenueChangeStaffServices
    from .venue_change_turn_minutes import VenueChangeTurnMinutes
    from .venue_exceptions import VenueExceptions
    from .venue_hours import VenueHours
    from .venue_import_answer import VenueImportAnswer
    from .venue_import_body import VenueImportBody
    from .venue_kind import VenueKind
    from .venue_page import VenuePage
    from .venue_secrets_body import VenueSecretsBody
    from .venue_service_minutes import VenueServiceMinutes
    from .venue_staff_days_off import VenueStaffDaysOff
    from .venue_staff_hours import VenueStaffHours
    from .venue_staff_hours_additional_property import VenueStaffHoursAdditionalProperty
    from .venue_staff_services import VenueStaffServices
    from .venue_turn_minutes import VenueTurnMinutes
    from .wanted import Wanted
    from .webhook_delivery import WebhookDelivery
    from .webhook_endpoint import WebhookEndpoint
    from .webhook_try import WebhookTry
    from .weekday import Weekday
    from .work_kind import WorkKind

_WHERE = {
    "AcceptBody": ".accept_body",
    "Access": ".access",
    "AccessOutcome": ".access_outcome",
    "AccessPage": ".access_page",
    "AccountLadders": ".account_ladders",
    "ActivityNoteDetails": ".activity_note_details",
    "Actor": ".actor",
    "ActorKind": ".actor_kind",
    "AddressBody": ".address_body",
    "Adherence": ".adherence",
    "AdherenceLookupDetails": ".adherence_lookup_details",
    "Allowance": ".allowance",
    "Anchor": ".anchor",
    "AnsweredVia": ".answered_via",
    "ApiKey": ".api_key",
    "AsNeededBody": ".as_needed_body",
    "Availability": ".availability",
    "AvailabilitySearchDetails": ".availability_search_details",
    "Booking": ".booking",
    "BookingCancelDetails": ".booking_cancel_details",
    "BookingChangeBody": ".booking_change_body",
    "BookingChangeDetails": ".booking_change_details",
    "BookingEvent": ".booking_event",
    "BookingLookupDetails": ".booking_lookup_details",
    "BookingMessage": ".booking_message",
    "BookingPage": ".booking_page",
    "BookingStatus": ".booking_status",
    "BrowserKeysBody": ".browser_keys_body",
    "CalendarLink": ".calendar_link",
    "CareEdit": ".care_edit",
    "CareEditList": ".care_edit_list",
    "CarePermissionDetails": ".care_permission_details",
    "CarePermissionDetailsRestoreType0": ".care_permission_details_restore_type_0",
    "CareVerb": ".care_verb",
    "CodeBody": ".code_body",
    "CombinationAnswer": ".combination_answer",
    "CombinationBody": ".combination_body",
    "ConfirmPolicy": ".confirm_policy",
    "Consent": ".consent",
    "ConsentBody": ".consent_body",
    "ConsentCode": ".consent_code",
    "ConsentRecord": ".consent_record",
    "Contact": ".contact",
    "ContactBody": ".contact_body",
    "ContactBodyConsent": ".contact_body_consent",
    "ContactChange": ".contact_change",
    "ContactPage": ".contact_page",
    "CorrectBody": ".correct_body",
    "CorrectBodyAnswer": ".correct_body_answer",
    "CountsAnswer": ".counts_answer",
    "CycleBody": ".cycle_body",
    "Danger": ".danger",
    "Data": ".data",
    "DayCountsAnswer": ".day_counts_answer",
    "DeadLetter": ".dead_letter",
    "DeadLetterPage": ".dead_letter_page",
    "DegradedReason": ".degraded_reason",
    "DeliveryPage": ".delivery_page",
    "DeliveryStatus": ".delivery_status",
    "Detail": ".detail",
    "DoseAnswer": ".dose_answer",
    "Due": ".due",
    "DueList": ".due_list",
    "Effect": ".effect",
    "EffectResponseType0": ".effect_response_type_0",
    "EmergencyDetails": ".emergency_details",
    "EndpointBody": ".endpoint_body",
    "EndpointMessage": ".endpoint_message",
    "EndpointPage": ".endpoint_page",
    "EndpointPatch": ".endpoint_patch",
    "Escalation": ".escalation",
    "EventAnswer": ".event_answer",
    "EventList": ".event_list",
    "EventType": ".event_type",
    "FamilyNewsDetails": ".family_news_details",
    "FamilyNewsDetailsRestoreType0": ".family_news_details_restore_type_0",
    "FamilyNotificationDetails": ".family_notification_details",
    "FieldError": ".field_error",
    "Format": ".format_",
    "FreeTime": ".free_time",
    "GivenAnswer": ".given_answer",
    "GivenAnswers": ".given_answers",
    "HealthAnswer": ".health_answer",
    "HealthAnswerChecks": ".health_answer_checks",
    "HealthAnswerStatus": ".health_answer_status",
    "ImportOutcome": ".import_outcome",
    "ImportedVenue": ".imported_venue",
    "IntervalBody": ".interval_body",
    "Invitation": ".invitation",
    "InvitationBody": ".invitation_body",
    "InvitationBodyConsent": ".invitation_body_consent",
    "InvitationBodyRole": ".invitation_body_role",
    "InvitationPage": ".invitation_page",
    "KeyBody": ".key_body",
    "KeyPage": ".key_page",
    "LadderStep": ".ladder_step",
    "Ladders": ".ladders",
    "LeftAnswer": ".left_answer",
    "ListDeadLettersStatusType0": ".list_dead_letters_status_type_0",
    "Login": ".login",
    "LoginBody": ".login_body",
    "LogoutBody": ".logout_body",
    "Me": ".me",
    "MedicineAnswer": ".medicine_answer",
    "MedicineLaterDetails": ".medicine_later_details",
    "MedicineLaterDetailsVerb": ".medicine_later_details_verb",
    "MedicineReminderDetails": ".medicine_reminder_details",
    "MedicineReminderDetailsPlanType0": ".medicine_reminder_details_plan_type_0",
    "MedicineStockDetails": ".medicine_stock_details",
    "MedicineTakenDetails": ".medicine_taken_details",
    "Member": ".member",
    "MemberPage": ".member_page",
    "NeededBody": ".needed_body",
    "NewApiKey": ".new_api_key",
    "NewInvitation": ".new_invitation",
    "NewValues": ".new_values",
    "NewWebhookEndpoint": ".new_webhook_endpoint",
    "Note": ".note",
    "NoteKind": ".note_kind",
    "NotePage": ".note_page",
    "Notification": ".notification",
    "NotificationEvent": ".notification_event",
    "NotificationMessage": ".notification_message",
    "NotificationMoment": ".notification_moment",
    "NotificationPage": ".notification_page",
    "NotificationProblem": ".notification_problem",
    "NotificationStatus": ".notification_status",
    "Occurrence": ".occurrence",
    "OccurrencePage": ".occurrence_page",
    "OccurrenceStatus": ".occurrence_status",
    "Offer": ".offer",
    "OtherDetails": ".other_details",
    "Outcome": ".outcome",
    "ParseAnswer": ".parse_answer",
    "ParseAnswerDetails": ".parse_answer_details",
    "ParseAnswerIntent": ".parse_answer_intent",
    "ParseBody": ".parse_body",
    "ParsedAnswer": ".parsed_answer",
    "ParsedAnswerDetails": ".parsed_answer_details",
    "ParsedAnswerIntent": ".parsed_answer_intent",
    "PasswordBody": ".password_body",
    "Pause": ".pause",
    "PauseBody": ".pause_body",
    "Permission": ".permission",
    "Phase": ".phase",
    "PhaseBody": ".phase_body",
    "Postmortem": ".postmortem",
    "PostmortemPayload": ".postmortem_payload",
    "PreferencesBody": ".preferences_body",
    "Problem": ".problem",
    "PushKeyAnswer": ".push_key_answer",
    "PushSubscription": ".push_subscription",
    "PushSubscriptionBody": ".push_subscription_body",
    "PushSubscriptionList": ".push_subscription_list",
    "Queue": ".queue",
    "QueueList": ".queue_list",
    "QueueState": ".queue_state",
    "QuietHours": ".quiet_hours",
    "RedeliverAnswer": ".redeliver_answer",
    "RedeliverBody": ".redeliver_body",
    "Redrive": ".redrive",
    "RedriveBody": ".redrive_body",
    "RedrivenAnswer": ".redriven_answer",
    "RefillBody": ".refill_body",
    "RefreshBody": ".refresh_body",
    "Reminder": ".reminder",
    "ReminderBody": ".reminder_body",
    "ReminderBodyKind": ".reminder_body_kind",
    "ReminderCancelDetails": ".reminder_cancel_details",
    "ReminderCancelDetailsSeenType0": ".reminder_cancel_details_seen_type_0",
    "ReminderChange": ".reminder_change",
    "ReminderChangeDetails": ".reminder_change_details",
    "ReminderChangeDetailsSeenType0": ".reminder_change_details_seen_type_0",
    "ReminderDetails": ".reminder_details",
    "ReminderEvent": ".reminder_event",
    "ReminderKind": ".reminder_kind",
    "ReminderList": ".reminder_list",
    "ReminderLookupDetails": ".reminder_lookup_details",
    "ReminderMessage": ".reminder_message",
    "ReminderMove": ".reminder_move",
    "ReminderPage": ".reminder_page",
    "ReminderStatus": ".reminder_status",
    "ReminderZoneDetails": ".reminder_zone_details",
    "Reply": ".reply",
    "ReplyBody": ".reply_body",
    "ReplyPage": ".reply_page",
    "Request": ".request",
    "RequestStatus": ".request_status",
    "ResolveBody": ".resolve_body",
    "RestaurantBookingDetails": ".restaurant_booking_details",
    "Role": ".role",
    "RotateBody": ".rotate_body",
    "Rung": ".rung",
    "SaidPhase": ".said_phase",
    "SaidTie": ".said_tie",
    "SalonBookingDetails": ".salon_booking_details",
    "SecretBody": ".secret_body",
    "ShoppingDetails": ".shopping_details",
    "SigningSecretAnswer": ".signing_secret_answer",
    "Since": ".since",
    "SkipBody": ".skip_body",
    "SmalltalkDetails": ".smalltalk_details",
    "SnoozeBody": ".snooze_body",
    "Spending": ".spending",
    "Stock": ".stock",
    "StockBody": ".stock_body",
    "SubmitBody": ".submit_body",
    "SubmitBodyMetadata": ".submit_body_metadata",
    "TableAnswer": ".table_answer",
    "TableBody": ".table_body",
    "TakenBody": ".taken_body",
    "Task": ".task",
    "TaskDetails": ".task_details",
    "TaskError": ".task_error",
    "TaskIntent": ".task_intent",
    "TaskMessage": ".task_message",
    "TaskMessageType": ".task_message_type",
    "TaskMetadata": ".task_metadata",
    "TaskPage": ".task_page",
    "TaskResult": ".task_result",
    "TaskStatus": ".task_status",
    "Tell": ".tell",
    "TestMessage": ".test_message",
    "Thing": ".thing",
    "Tie": ".tie",
    "TieBody": ".tie_body",
    "Topic": ".topic",
    "Try": ".try_",
    "UnavailableDay": ".unavailable_day",
    "UnavailableDayReason": ".unavailable_day_reason",
    "UndoDetails": ".undo_details",
    "Urgency": ".urgency",
    "User": ".user",
    "UserBody": ".user_body",
    "UserChange": ".user_change",
    "UserPage": ".user_page",
    "Venue": ".venue",
    "VenueAdapterSettings": ".venue_adapter_settings",
    "VenueBody": ".venue_body",
    "VenueBodyAdapter": ".venue_body_adapter",
    "VenueBodyAdapterSettings": ".venue_body_adapter_settings",
    "VenueBodyExceptions": ".venue_body_exceptions",
    "VenueBodyHoursType0": ".venue_body_hours_type_0",
    "VenueBodyServiceMinutes": ".venue_body_service_minutes",
    "VenueBodyStaffDaysOff": ".venue_body_staff_days_off",
    "VenueBodyStaffHours": ".venue_body_staff_hours",
    "VenueBodyStaffHoursAdditionalProperty": ".venue_body_staff_hours_additional_property",
    "VenueBodyStaffServices": ".venue_body_staff_services",
    "VenueBodyTurnMinutes": ".venue_body_turn_minutes",
    "VenueChange": ".venue_change",
    "VenueChangeAdapter": ".venue_change_adapter",
    "VenueChangeAdapterSettings": ".venue_change_adapter_settings",
    "VenueChangeExceptions": ".venue_change_exceptions",
    "VenueChangeHoursType0": ".venue_change_hours_type_0",
    "VenueChangeServiceMinutes": ".venue_change_service_minutes",
    "VenueChangeStaffDaysOff": ".venue_change_staff_days_off",
    "VenueChangeStaffHours": ".venue_change_staff_hours",
    "VenueChangeStaffHoursAdditionalProperty": ".venue_change_staff_hours_additional_property",
    "VenueChangeStaffServices": ".venue_change_staff_services",
    "VenueChangeTurnMinutes": ".venue_change_turn_minutes",
    "VenueExceptions": ".venue_exceptions",
    "VenueHours": ".venue_hours",
    "VenueImportAnswer": ".venue_import_answer",
    "VenueImportBody": ".venue_import_body",
    "VenueKind": ".venue_kind",
    "VenuePage": ".venue_page",
    "VenueSecretsBody": ".venue_secrets_body",
    "VenueServiceMinutes": ".venue_service_minutes",
    "VenueStaffDaysOff": ".venue_staff_days_off",
    "VenueStaffHours": ".venue_staff_hours",
    "VenueStaffHoursAdditionalProperty": ".venue_staff_hours_additional_property",
    "VenueStaffServices": ".venue_staff_services",
    "VenueTurnMinutes": ".venue_turn_minutes",
    "Wanted": ".wanted",
    "WebhookDelivery": ".webhook_delivery",
    "WebhookEndpoint": ".webhook_endpoint",
    "WebhookTry": ".webhook_try",
    "Weekday": ".weekday",
    "WorkKind": ".work_kind",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_WHERE[name], __name__), name)
    return found


__all__ = (
    "AcceptBody",
    "Access",
    "AccessOutcome",
    "AccessPage",
    "AccountLadders",
    "ActivityNoteDetails",
    "Actor",
    "ActorKind",
    "AddressBody",
    "Adherence",
    "AdherenceLookupDetails",
    "Allowance",
    "Anchor",
    "AnsweredVia",
    "ApiKey",
    "AsNeededBody",
    "Availability",
    "AvailabilitySearchDetails",
    "Booking",
    "BookingCancelDetails",
    "BookingChangeBody",
    "BookingChangeDetails",
    "BookingEvent",
    "BookingLookupDetails",
    "BookingMessage",
    "BookingPage",
    "BookingStatus",
    "BrowserKeysBody",
    "CalendarLink",
    "CareEdit",
    "CareEditList",
    "CarePermissionDetails",
    "CarePermissionDetailsRestoreType0",
    "CareVerb",
    "CodeBody",
    "CombinationAnswer",
    "CombinationBody",
    "ConfirmPolicy",
    "Consent",
    "ConsentBody",
    "ConsentCode",
    "ConsentRecord",
    "Contact",
    "ContactBody",
    "ContactBodyConsent",
    "ContactChange",
    "ContactPage",
    "CorrectBody",
    "CorrectBodyAnswer",
    "CountsAnswer",
    "CycleBody",
    "Danger",
    "Data",
    "DayCountsAnswer",
    "DeadLetter",
    "DeadLetterPage",
    "DegradedReason",
    "DeliveryPage",
    "DeliveryStatus",
    "Detail",
    "DoseAnswer",
    "Due",
    "DueList",
    "Effect",
    "EffectResponseType0",
    "EmergencyDetails",
    "EndpointBody",
    "EndpointMessage",
    "EndpointPage",
    "EndpointPatch",
    "Escalation",
    "EventAnswer",
    "EventList",
    "EventType",
    "FamilyNewsDetails",
    "FamilyNewsDetailsRestoreType0",
    "FamilyNotificationDetails",
    "FieldError",
    "Format",
    "FreeTime",
    "GivenAnswer",
    "GivenAnswers",
    "HealthAnswer",
    "HealthAnswerChecks",
    "HealthAnswerStatus",
    "ImportedVenue",
    "ImportOutcome",
    "IntervalBody",
    "Invitation",
    "InvitationBody",
    "InvitationBodyConsent",
    "InvitationBodyRole",
    "InvitationPage",
    "KeyBody",
    "KeyPage",
    "Ladders",
    "LadderStep",
    "LeftAnswer",
    "ListDeadLettersStatusType0",
    "Login",
    "LoginBody",
    "LogoutBody",
    "Me",
    "MedicineAnswer",
    "MedicineLaterDetails",
    "MedicineLaterDetailsVerb",
    "MedicineReminderDetails",
    "MedicineReminderDetailsPlanType0",
    "MedicineStockDetails",
    "MedicineTakenDetails",
    "Member",
    "MemberPage",
    "NeededBody",
    "NewApiKey",
    "NewInvitation",
    "NewValues",
    "NewWebhookEndpoint",
    "Note",
    "NoteKind",
    "NotePage",
    "Notification",
    "NotificationEvent",
    "NotificationMessage",
    "NotificationMoment",
    "NotificationPage",
    "NotificationProblem",
    "NotificationStatus",
    "Occurrence",
    "OccurrencePage",
    "OccurrenceStatus",
    "Offer",
    "OtherDetails",
    "Outcome",
    "ParseAnswer",
    "ParseAnswerDetails",
    "ParseAnswerIntent",
    "ParseBody",
    "ParsedAnswer",
    "ParsedAnswerDetails",
    "ParsedAnswerIntent",
    "PasswordBody",
    "Pause",
    "PauseBody",
    "Permission",
    "Phase",
    "PhaseBody",
    "Postmortem",
    "PostmortemPayload",
    "PreferencesBody",
    "Problem",
    "PushKeyAnswer",
    "PushSubscription",
    "PushSubscriptionBody",
    "PushSubscriptionList",
    "Queue",
    "QueueList",
    "QueueState",
    "QuietHours",
    "RedeliverAnswer",
    "RedeliverBody",
    "Redrive",
    "RedriveBody",
    "RedrivenAnswer",
    "RefillBody",
    "RefreshBody",
    "Reminder",
    "ReminderBody",
    "ReminderBodyKind",
    "ReminderCancelDetails",
    "ReminderCancelDetailsSeenType0",
    "ReminderChange",
    "ReminderChangeDetails",
    "ReminderChangeDetailsSeenType0",
    "ReminderDetails",
    "ReminderEvent",
    "ReminderKind",
    "ReminderList",
    "ReminderLookupDetails",
    "ReminderMessage",
    "ReminderMove",
    "ReminderPage",
    "ReminderStatus",
    "ReminderZoneDetails",
    "Reply",
    "ReplyBody",
    "ReplyPage",
    "Request",
    "RequestStatus",
    "ResolveBody",
    "RestaurantBookingDetails",
    "Role",
    "RotateBody",
    "Rung",
    "SaidPhase",
    "SaidTie",
    "SalonBookingDetails",
    "SecretBody",
    "ShoppingDetails",
    "SigningSecretAnswer",
    "Since",
    "SkipBody",
    "SmalltalkDetails",
    "SnoozeBody",
    "Spending",
    "Stock",
    "StockBody",
    "SubmitBody",
    "SubmitBodyMetadata",
    "TableAnswer",
    "TableBody",
    "TakenBody",
    "Task",
    "TaskDetails",
    "TaskError",
    "TaskIntent",
    "TaskMessage",
    "TaskMessageType",
    "TaskMetadata",
    "TaskPage",
    "TaskResult",
    "TaskStatus",
    "Tell",
    "TestMessage",
    "Thing",
    "Tie",
    "TieBody",
    "Topic",
    "Try",
    "UnavailableDay",
    "UnavailableDayReason",
    "UndoDetails",
    "Urgency",
    "User",
    "UserBody",
    "UserChange",
    "UserPage",
    "Venue",
    "VenueAdapterSettings",
    "VenueBody",
    "VenueBodyAdapter",
    "VenueBodyAdapterSettings",
    "VenueBodyExceptions",
    "VenueBodyHoursType0",
    "VenueBodyServiceMinutes",
    "VenueBodyStaffDaysOff",
    "VenueBodyStaffHours",
    "VenueBodyStaffHoursAdditionalProperty",
    "VenueBodyStaffServices",
    "VenueBodyTurnMinutes",
    "VenueChange",
    "VenueChangeAdapter",
    "VenueChangeAdapterSettings",
    "VenueChangeExceptions",
    "VenueChangeHoursType0",
    "VenueChangeServiceMinutes",
    "VenueChangeStaffDaysOff",
    "VenueChangeStaffHours",
    "VenueChangeStaffHoursAdditionalProperty",
    "VenueChangeStaffServices",
    "VenueChangeTurnMinutes",
    "VenueExceptions",
    "VenueHours",
    "VenueImportAnswer",
    "VenueImportBody",
    "VenueKind",
    "VenuePage",
    "VenueSecretsBody",
    "VenueServiceMinutes",
    "VenueStaffDaysOff",
    "VenueStaffHours",
    "VenueStaffHoursAdditionalProperty",
    "VenueStaffServices",
    "VenueTurnMinutes",
    "Wanted",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookTry",
    "Weekday",
    "WorkKind",
)
