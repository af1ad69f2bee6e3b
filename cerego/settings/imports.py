"""What an import may hold, how it runs, what follows from it, and how long things are kept."""

from cerego.settings.environment import MOST_DAYS, seconds, whole

# What an import may hold. The upload page states these (R27).
IMPORT_MAX_BYTES = whole("IMPORT_MAX_BYTES", 200 * 1024 * 1024, most=2**40)
IMPORT_MAX_ROWS = whole("IMPORT_MAX_ROWS", 1_000_000)
IMPORT_MAX_COLUMNS = whole("IMPORT_MAX_COLUMNS", 200)
IMPORT_MAX_CELL_CHARACTERS = whole("IMPORT_MAX_CELL_CHARACTERS", 10_000)
IMPORT_MAX_ROWS_PER_PERSON = whole("IMPORT_MAX_ROWS_PER_PERSON", 2_000)
# Fair use: imports of one partner under way at once, files of one user in an hour, bytes of one request (but for files).
IMPORT_MAX_MOVING = whole("IMPORT_MAX_MOVING", 20)
IMPORT_UPLOADS_PER_HOUR = whole("IMPORT_UPLOADS_PER_HOUR", 120)
REQUEST_MAX_BYTES = DATA_UPLOAD_MAX_MEMORY_SIZE = whole("REQUEST_MAX_BYTES", 2_621_440)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "cerego.uploads.TemporaryFiles"]

# How an import runs (design §6).
IMPORT_BATCH_ROWS = whole("IMPORT_BATCH_ROWS", 10_000)
IMPORT_SLICE_SECONDS = seconds("IMPORT_SLICE_SECONDS", 3.0, may_be_none=True)  # 0: a batch a slice
IMPORT_LEASE_SECONDS = seconds("IMPORT_LEASE_SECONDS", 20.0)
IMPORT_SWEEP_SECONDS = seconds("IMPORT_SWEEP_SECONDS", 30.0)
IMPORT_MAX_ATTEMPTS = whole("IMPORT_MAX_ATTEMPTS", 5)
IMPORT_RETENTION_DAYS = whole("IMPORT_RETENTION_DAYS", 90, most=MOST_DAYS)

# Invitations (R31): how many a minute, and for how many days their links work.
INVITATIONS_PER_MINUTE = whole("INVITATIONS_PER_MINUTE", 300)
INVITATION_DAYS = whole("INVITATION_DAYS", 14, most=MOST_DAYS)

# Events: who did what, and sign-ins.
EVENT_RETENTION_DAYS = whole("EVENT_RETENTION_DAYS", 730, most=MOST_DAYS)
