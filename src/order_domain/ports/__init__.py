"""What the domain needs from the outside, and what whoever provides it must keep.

An adapter implements one of these protocols. ``order_adapters.memory`` implements all of
them for tests; the public contract tests tell whether an implementation keeps its word.
"""

from order_domain.decisions import AskedBy, AskedFor, LoggedDecision
from order_domain.documents import Flags, OrderForm, Standing, WrittenOrder
from order_domain.ports.decisions import DecisionLog, LogEntry, ShadowLog
from order_domain.ports.faults import (
    DuplicateOrderError,
    OmnitronGarbledError,
    OmnitronUnavailableError,
    StaleOrderError,
    StorageUnavailableError,
)
from order_domain.ports.functions import Clock, IsIban, NewUuid, Report, SameText
from order_domain.ports.lists import Archive, OrderHistory
from order_domain.ports.omnitron import (
    AddressChangeAccepted,
    AddressChangeRefused,
    Omnitron,
    OmnitronItem,
    OmnitronOrder,
)
from order_domain.ports.omnitron_requests import (
    OmnitronRequests,
    RequestRefused,
    RequestTaken,
    RequestUpdate,
    UnreadableUpdate,
    Updates,
)
from order_domain.ports.orders import Orders
from order_domain.ports.people import Customers, Sessions
from order_domain.ports.pictures import CheckPicture, Picture, PictureStore, UnfitPicture
from order_domain.ports.proofs import OrderProof, OrderProofs
from order_domain.ports.shop import CancellationReasons, OrderNumberSigner, Settings
from order_domain.ports.work import KnownRequest, SetAside, Task, TaskKind, Waiting, Worklist
from order_domain.shadow import ShadowCounts, ShadowVerdict

__all__ = [
    "AddressChangeAccepted",
    "AddressChangeRefused",
    "Archive",
    "AskedBy",
    "AskedFor",
    "CancellationReasons",
    "CheckPicture",
    "Clock",
    "Customers",
    "DecisionLog",
    "DuplicateOrderError",
    "Flags",
    "IsIban",
    "KnownRequest",
    "LogEntry",
    "LoggedDecision",
    "NewUuid",
    "Omnitron",
    "OmnitronGarbledError",
    "OmnitronItem",
    "OmnitronOrder",
    "OmnitronRequests",
    "OmnitronUnavailableError",
    "OrderForm",
    "OrderHistory",
    "OrderNumberSigner",
    "OrderProof",
    "OrderProofs",
    "Orders",
    "Picture",
    "PictureStore",
    "Report",
    "RequestRefused",
    "RequestTaken",
    "RequestUpdate",
    "SameText",
    "Sessions",
    "SetAside",
    "Settings",
    "ShadowCounts",
    "ShadowLog",
    "ShadowVerdict",
    "StaleOrderError",
    "Standing",
    "StorageUnavailableError",
    "Task",
    "TaskKind",
    "UnfitPicture",
    "UnreadableUpdate",
    "Updates",
    "Waiting",
    "Worklist",
    "WrittenOrder",
]
