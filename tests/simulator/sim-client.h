/* sim-client.h: a simulator on a virtual clock, and a plain client to ask it
 *
 * The client is libsoup's, blocking; every answer is kept until the next.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cs-json.h"
#include "cs-simulator.h"

#include <libsoup/soup.h>

/* When every test begins: 2026-11-20 10:00:00 UTC. */
#define SIM_START G_GINT64_CONSTANT (1795168800)

typedef struct
{
  CsClock     *clock;
  CsSimulator *simulator;
  SoupSession *session;
  char        *token;         /* alice on Mastodon */
  char        *access;        /* alice on the PDS, once signed in */
  char        *refresh;
  char        *did;

  guint        status;        /* of the last answer; 0: none came */
  char        *body;
  JsonNode    *json;
  SoupMessageHeaders *headers;
  GError      *error;
} Sim;

typedef struct
{
  const char *name;
  const char *value;
} SimHeader;

void         sim_start     (Sim             *sim,
                            gconstpointer    settings);
void         sim_stop      (Sim             *sim,
                            gconstpointer    settings);

guint        sim_send      (Sim             *sim,
                            CsSimulatorFace  face,
                            const char      *method,
                            const char      *path,
                            const char      *type,
                            const char      *body,
                            gssize           length,
                            const char      *bearer,
                            const SimHeader *header);
guint        sim_get       (Sim             *sim,
                            CsSimulatorFace  face,
                            const char      *path,
                            const char      *bearer);
guint        sim_form      (Sim             *sim,
                            const char      *path,
                            const char      *form,
                            const SimHeader *header);
guint        sim_xrpc      (Sim             *sim,
                            const char      *nsid,
                            const char      *json);
guint        sim_upload    (Sim             *sim,
                            const char      *type,
                            gsize            length);
void         sim_faults    (Sim             *sim,
                            const char      *script);
void         sim_sign_in   (Sim             *sim);
void         sim_pass      (Sim             *sim,
                            gint64           seconds);
gint64       sim_count     (Sim             *sim,
                            const char      *name);
const char  *sim_text      (Sim             *sim,
                            const char      *path);
gint64       sim_int       (Sim             *sim,
                            const char      *path);
char        *sim_service   (Sim             *sim,
                            const char      *lxm,
                            CsSimulatorFace  face);

#define SIM_ADD(path, settings, test) \
  g_test_add (path, Sim, settings, sim_setup, test, sim_teardown)

void sim_setup    (Sim *sim, gconstpointer settings);
void sim_teardown (Sim *sim, gconstpointer settings);
