/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-fault-vfs.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

typedef struct
{
  sqlite3_file  base;
  sqlite3_file *real;
} FaultFile;

static sqlite3_vfs *under;
static sqlite3_vfs layer;
static CsFault armed;
static int fails_at;
static int count;

#define REAL(file) (((FaultFile *) (file))->real)

/* Counts one change of the disk and says how it is to end. */
static int
change (gboolean is_write)
{
  gboolean is_turn = count >= fails_at;
  gboolean is_first = count == fails_at;

  count++;

  if (is_write && ((armed == CS_FAULT_FULL && is_turn)
                   || (armed == CS_FAULT_FULL_ONCE && is_first)))
    return SQLITE_FULL;

  if ((armed == CS_FAULT_IO && is_turn) || (armed == CS_FAULT_ONCE && is_first))
    return SQLITE_IOERR;

  return SQLITE_OK;
}

static gboolean
is_time_to_die (void)
{
  return armed == CS_FAULT_KILL && count >= fails_at;
}

static int
file_close (sqlite3_file *file)
{
  return REAL (file)->pMethods->xClose (REAL (file));
}

static int
file_read (sqlite3_file *file, void *data, int length, sqlite3_int64 offset)
{
  return REAL (file)->pMethods->xRead (REAL (file), data, length, offset);
}

static int
file_write (sqlite3_file *file, const void *data, int length, sqlite3_int64 offset)
{
  int code;

  if (is_time_to_die ())
    {
      REAL (file)->pMethods->xWrite (REAL (file), data, length / 2, offset);
      kill (getpid (), SIGKILL);
    }

  code = change (TRUE);

  return code != SQLITE_OK ? code
         : REAL (file)->pMethods->xWrite (REAL (file), data, length, offset);
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int code;

  if (is_time_to_die ())
    kill (getpid (), SIGKILL);

  code = change (FALSE);

  return code != SQLITE_OK ? code : REAL (file)->pMethods->xTruncate (REAL (file), size);
}

static int
file_sync (sqlite3_file *file, int flags)
{
  int code;

  if (is_time_to_die ())
    kill (getpid (), SIGKILL);

  code = change (FALSE);

  return code != SQLITE_OK ? code : REAL (file)->pMethods->xSync (REAL (file), flags);
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
file_lock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xLock (REAL (file), level);
}

static int
file_unlock (sqlite3_file *file, int level)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), level);
}

static int
file_check_lock (sqlite3_file *file, int *is_locked)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), is_locked);
}

static int
file_control (sqlite3_file *file, int what, void *data)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), what, data);
}

static int
file_sector (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

static int
file_traits (sqlite3_file *file)
{
  return REAL (file)->pMethods->xDeviceCharacteristics (REAL (file));
}

static int
file_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **data)
{
  int code = REAL (file)->pMethods->xShmMap (REAL (file), page, size, FALSE, data);

  if (code != SQLITE_OK || *data != NULL || !extend)
    return code;

  code = change (TRUE);
  errno = code == SQLITE_FULL ? ENOSPC : EIO;

  return code != SQLITE_OK ? SQLITE_IOERR_SHMSIZE
         : REAL (file)->pMethods->xShmMap (REAL (file), page, size, TRUE, data);
}

static int
file_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
file_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
file_shm_unmap (sqlite3_file *file, int remove)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), remove);
}

static const sqlite3_io_methods methods = {
  2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock,
  file_unlock, file_check_lock, file_control, file_sector, file_traits, file_shm_map,
  file_shm_lock, file_shm_barrier, file_shm_unmap, NULL, NULL
};

static int
layer_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  FaultFile *self = (FaultFile *) file;
  int code;

  self->real = (sqlite3_file *) (self + 1);
  code = under->xOpen (under, name, self->real, flags, out_flags);
  self->base.pMethods = self->real->pMethods != NULL ? &methods : NULL;

  return code;
}

static int
layer_delete (sqlite3_vfs *vfs, const char *name, int sync)
{
  int code;

  if (is_time_to_die ())
    kill (getpid (), SIGKILL);

  code = change (FALSE);

  return code != SQLITE_OK ? code : under->xDelete (under, name, sync);
}

/* As the default: connections that are open already stay as they are. */
void
cs_fault_vfs_install (void)
{
  under = sqlite3_vfs_find (NULL);
  layer = *under;
  layer.zName = "fault";
  layer.szOsFile += sizeof (FaultFile);
  layer.xOpen = layer_open;
  layer.xDelete = layer_delete;
  cs_fault_vfs_arm (CS_FAULT_NONE, 0);
  g_assert_cmpint (sqlite3_vfs_register (&layer, TRUE), ==, SQLITE_OK);
}

void
cs_fault_vfs_uninstall (void)
{
  g_assert_cmpint (sqlite3_vfs_unregister (&layer), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_vfs_register (under, TRUE), ==, SQLITE_OK);
}

/* Counting begins anew; the change with this number, from 0 on, is the first to fail. */
void
cs_fault_vfs_arm (CsFault fault,
                  int     at)
{
  armed = fault;
  fails_at = at;
  count = 0;
}

gboolean
cs_fault_vfs_fired (void)
{
  return armed != CS_FAULT_NONE && count > fails_at;
}

int
cs_fault_vfs_count (void)
{
  return count;
}
