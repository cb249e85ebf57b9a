/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cs-sandbox.h"

#include "cs-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define STRICT FALSE
#else
#define STRICT TRUE
#endif

/* Addresses, of which half is touched at most (measured). To look at 8192 × 8192 takes 726 MB; to
 * encode 3840 × 2160 with eight threads 2.9 GB, and 100 MB more for each further one. */
#define LOOK_BYTES   (1500ul * 1024 * 1024)
#define ENCODE_BYTES (4096ul * 1024 * 1024)
#define FILES        256
#define CPU_SECONDS  (6 * 3600)

/* The rights of Landlock's first version; rights_known() adds what the kernel knows beyond. */
#define RIGHTS_ABI_1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define READ_RIGHTS  (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR \
                      | LANDLOCK_ACCESS_FS_EXECUTE)

/* By strace of probes, thumbnails, copies and encodes of all fixtures, on x86_64. */
static const char *const allowed[] = {
  "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "close", "fstat",
  "newfstatat", "stat", "lstat", "statx", "openat", "open", "access", "faccessat", "faccessat2",
  "getdents64", "readlink", "readlinkat", "fcntl", "ftruncate", "fallocate", "memfd_create",
  "mmap", "munmap", "mprotect", "mremap", "madvise", "brk", "futex", "clone3", "clone",
  "set_robust_list", "rseq", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
  "poll", "ppoll", "pselect6", "select", "epoll_wait", "epoll_pwait", "epoll_ctl",
  "epoll_create1", "eventfd2", "pipe2", "pipe", "dup", "socketpair", "sendmsg", "recvmsg",
  "sendto", "recvfrom", "shutdown", "getpid", "getppid", "gettid", "getuid", "geteuid", "getgid",
  "getegid", "getrandom", "getrusage", "gettimeofday", "clock_gettime", "clock_getres",
  "clock_nanosleep", "nanosleep", "sched_yield", "sched_getaffinity", "sched_getparam",
  "sched_getscheduler", "sched_setscheduler", "sched_getattr", "sched_setattr",
  "sched_get_priority_max", "sched_get_priority_min", "setpriority", "getpriority", "prlimit64",
  "uname", "sysinfo", "tgkill", "exit", "exit_group", "restart_syscall", "prctl", "arch_prctl",
  "getcpu", "membarrier", "fadvise64", "mlock", "fstatfs", "statfs", "getcwd", "wait4",
  "set_mempolicy", "get_mempolicy", "umask", "flock", "unlink", "unlinkat", "rename", "renameat",
  "renameat2",
};

gboolean
cs_sandbox_is_strict (void)
{
  return STRICT;
}

static gboolean
limit (int      resource,
       rlim_t   most,
       GError **error)
{
  struct rlimit now;

  if (getrlimit (resource, &now) < 0)
    return cs_fail (error, CS_ERROR_FAILED, "Limits cannot be read: %s", g_strerror (errno));

  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most)
    most = now.rlim_max;

  now = (struct rlimit) { most, most };
  if (setrlimit (resource, &now) < 0)
    return cs_fail (error, CS_ERROR_FAILED, "Limits cannot be set: %s", g_strerror (errno));

  return TRUE;
}

static gboolean
set_limits (gboolean   encodes,
            GError   **error)
{
  /* Each arena of malloc takes 64 MB of addresses, and every thread would like one. */
  mallopt (M_ARENA_MAX, 4);

  return limit (RLIMIT_AS, encodes ? ENCODE_BYTES : LOOK_BYTES, error)
      && limit (RLIMIT_NOFILE, FILES, error)
      && limit (RLIMIT_CORE, 0, error)
      && limit (RLIMIT_CPU, CPU_SECONDS, error);
}

static guint64
rights_known (int abi)
{
  guint64 rights = RIGHTS_ABI_1;

  if (abi >= 2)
    rights |= LANDLOCK_ACCESS_FS_REFER;
  if (abi >= 3)
    rights |= LANDLOCK_ACCESS_FS_TRUNCATE;
#ifdef LANDLOCK_ACCESS_FS_IOCTL_DEV
  if (abi >= 5)
    rights |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
#endif

  return rights;
}

static gboolean
allow_below (int          ruleset,
             const char  *folder,
             guint64      rights,
             GError     **error)
{
  g_autofd int fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct landlock_path_beneath_attr rule = { .allowed_access = rights, .parent_fd = fd };

  if (fd < 0 || syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0)
    return cs_fail (error, CS_ERROR_FAILED, "The folder “%s” cannot be kept open: %s",
                    folder, g_strerror (errno));

  return TRUE;
}

/* No path but the scratch folder. A kernel without Landlock leaves this to seccomp and the file's
 * own rights: it says so in the debug log. */
static gboolean
close_paths (const char  *scratch,
             GError     **error)
{
  struct landlock_ruleset_attr attr = { 0, };
  g_autofd int ruleset = -1;
  int abi = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

  if (abi < 1)
    {
      g_debug ("This kernel has no Landlock");
      return TRUE;
    }

  attr.handled_access_fs = rights_known (abi);
#ifdef LANDLOCK_ACCESS_NET_BIND_TCP
  if (abi >= 4)
    attr.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP;
#endif

  ruleset = syscall (SYS_landlock_create_ruleset, &attr, sizeof attr, 0);
  if (ruleset < 0)
    return cs_fail (error, CS_ERROR_FAILED, "Landlock refuses: %s", g_strerror (errno));

  if (scratch != NULL && !allow_below (ruleset, scratch, attr.handled_access_fs, error))
    return FALSE;

  if (!STRICT && !allow_below (ruleset, "/", READ_RIGHTS, error))
    return FALSE;

  if (syscall (SYS_landlock_restrict_self, ruleset, 0) < 0)
    return cs_fail (error, CS_ERROR_FAILED, "Landlock refuses: %s", g_strerror (errno));

  return TRUE;
}

static gboolean
close_calls (GError **error)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);
  int status = 0;

  for (guint i = 0; i < G_N_ELEMENTS (allowed); i++)
    {
      int call = seccomp_syscall_resolve_name (allowed[i]);

      /* Some of these names exist on some machines only. */
      if (call >= 0 && status == 0)
        status = seccomp_rule_add (filter, SCMP_ACT_ALLOW, call, 0);
    }

  /* The C library asks every stream whether it is a terminal. */
  if (status == 0)
    status = seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOTTY), SCMP_SYS (ioctl), 0);

  if (status == 0)
    status = seccomp_load (filter);
  seccomp_release (filter);

  if (status < 0)
    return cs_fail (error, CS_ERROR_FAILED,
                    "System calls cannot be closed: %s", g_strerror (-status));

  return TRUE;
}

/* Landlock binds the calling thread and those it starts; one that runs already would stay free. */
static gboolean
is_alone (void)
{
  g_autoptr(GDir) tasks = g_dir_open ("/proc/self/task", 0, NULL);
  guint count = 0;

  while (tasks != NULL && g_dir_read_name (tasks) != NULL)
    count++;

  return count == 1;
}

/**
 * cs_sandbox_enter:
 * @scratch: (nullable): the one folder that may be read and written; who has one
 *   encodes, and gets the memory for it
 *
 * There is no way back. To be called before the first thread is started, and
 * after all that is to be loaded has been.
 */
gboolean
cs_sandbox_enter (const char  *scratch,
                  GError     **error)
{
  if (STRICT && !is_alone ())
    return cs_fail (error, CS_ERROR_FAILED, "The media engine has started threads too early");

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl (PR_SET_PDEATHSIG, SIGKILL) < 0)
    return cs_fail (error, CS_ERROR_FAILED,
                    "Privileges cannot be given up: %s", g_strerror (errno));

  if (STRICT && !set_limits (scratch != NULL, error))
    return FALSE;

  if (STRICT && prctl (PR_SET_DUMPABLE, 0) < 0)
    return cs_fail (error, CS_ERROR_FAILED, "Memory cannot be closed: %s", g_strerror (errno));

  if (!close_paths (scratch, error))
    return FALSE;

  return !STRICT || close_calls (error);
}
