/*
 * The protocol of one key with one tag, between a source, Redis and two processes.
 *
 * Process 0 writes and reads, process 1 reads; somebody foreign writes the source and deletes the key or replaces the tag's
 * version. Versions are the source's: whoever writes it makes it one higher. README.md says what stands for which class of
 * the code, and what is left out.
 *
 * How much happens, 0 unless given or said:
 *   READERS (2)  readers; the last one is in process 1, the others in process 0
 *   GETS (1)     reads of each
 *   WRITES       writes of process 0: source, then DEL, or SET with PUT
 *   FOREIGN      foreign writes: source, then DEL; with PUT only DEL
 *   EXPIRIES     leases that end by themselves
 *   TAGS         invalidations of the tag by process 0; and
 *   FOREIGN_TAGS by somebody foreign
 *   LOSSES       losses of the connection of process 0
 *   LATE         commands of a lost connection may be executed after the next one is in use
 *   OVERDUE      a flight may end before its load and its lease do
 *   FOLLOW       all readers are in process 0, and who meets a flight is answered by it
 *   FILLS        loads and fills of somebody else, each in one step
 *
 * What can be taken out, one at a time: BLIND_SWAP, BLIND_LEASE, NO_BLOCK, NO_VOIDING, NO_WATCH, LATE_ADMISSION,
 * NO_WITHHOLDING, BLIND_SETTLING, NO_FLUSH, NO_JOURNAL, LATE_VERSION, NO_COMPARISON, NO_TAG_BLOCK, NO_DEADLINE,
 * NO_MARK, UNDATED.
 */

#ifndef READERS
#define READERS 2
#endif
#ifndef GETS
#define GETS 1
#endif
#ifndef WRITES
#define WRITES 0
#endif
#ifndef FOREIGN
#define FOREIGN 0
#endif
#ifndef EXPIRIES
#define EXPIRIES 0
#endif
#ifndef TAGS
#define TAGS 0
#endif
#ifndef FOREIGN_TAGS
#define FOREIGN_TAGS 0
#endif
#ifndef LOSSES
#define LOSSES 0
#endif
#ifndef FILLS
#define FILLS 0
#endif

#define TAGGED (TAGS + FOREIGN_TAGS > 0)
#ifdef FOLLOW
#define PROCESS(r) 0
#else
#define PROCESS(r) ((r) == READERS - 1)
#endif
#define NOBODY 255
#define JOURNAL 254
#define WRITER 253
#define FILLER 252
#define ROOM 10

mtype = { NOTHING, MARKER, ENTRY };                                 /* what is in Redis */
mtype = { ABSENT, EMPTY, PUBLISHED, WITHHELD };                     /* what is in a near tier */
mtype = { GET, LEASE, FOUND, SWAP, SET, PREFIX, DEL, RELEASE, VERSION, REPLACE }; /* commands and their replies */
mtype = { PUSH, TAG_PUSH };
mtype = { OWNED, NOT_OWNED, FAILED };                               /* what a reader is told */

/* The source. */
byte source;

/* Redis. */
mtype kind = NOTHING;
byte inPlace;               /* id of the marker or entry */
byte stored;                /* version of the value */
byte stamp;                 /* version of the tag in the entry */
byte tag = 1;
bool tracked[2];
bool tagTracked[2];

/* What has been announced, by invalidation or put, as the oldest version that may still be answered. */
byte bound;

/* The connections: commands, and replies with pushes, each in order. (what, who, id, version, tag, bound when executed) */
chan commands[2] = [ROOM] of { mtype, byte, byte, byte, byte };
chan answers[2] = [ROOM] of { mtype, mtype, byte, byte, byte, byte, byte };
bool up[2] = true;
#ifdef LATE
chan leftover = [ROOM] of { mtype, byte, byte, byte, byte };
#endif

/* A process: its near tier, its versions, its flight. */
mtype near[2] = ABSENT;
byte nearId[2];
byte nearValue[2];
byte nearTag[2];            /* which of the versions learned */
bool fillUnderWay[2];
byte generation[2];         /* tells one near entry from the next */
bool blocked[2];
bool tagBlocked[2];
bool tagKnown[2];
byte knownTag[2];
byte learned[2];            /* tells one version learned from the next */
byte flight[2] = NOBODY;
bool pending;               /* an invalidation of process 0 is in its journal */
bool delivering;            /* the answer to it is awaited */

/* A reader's load. */
bool overwritten[READERS];
bool leaseLost[READERS];
bool watched[READERS];
bool taken[READERS];
bool waiting[READERS];
byte lease[READERS];        /* id of its marker, and of the entry that takes its place */
byte ahead[READERS];        /* generation of what was admitted ahead of the fill, or 0 */
bool filling[READERS];      /* the answer to its fill is awaited */
byte filled[READERS];       /* version of the value that was sent */
byte filledTag[READERS];
#ifdef FOLLOW
bool reading[READERS];
bool early[READERS];        /* its read had begun when the flight asked Redis */
byte follows[READERS] = NOBODY;
#endif
chan told[READERS] = [1] of { mtype, byte, byte, byte, byte };

/* The writer. */
bool writing;
bool sending;               /* the answer to its command is awaited */
byte sent;                  /* version of the write under way */
byte completed;             /* version of the newest write that its caller was told of */
bool unsettled;             /* its connection was lost, and the server may still execute the put */
byte tooLate;               /* id of the newest put whose deadline is over */

/* What has been proven to each process: everything announced before this has been handled. */
byte proven[2];

/* The lease that lives, and whether a load began under it. */
bool leaseLives[READERS];
bool loadedUnder;

#define serving(p) (up[p] && near[p] == PUBLISHED && (!TAGGED || tagKnown[p] && nearTag[p] == learned[p]))

/* G1 and G2: what is served is not older than what was announced before, nor than what this process was told to be done. */
inline look(p) {
  assert(!serving(p) || nearValue[p] >= proven[p]);
  assert(!serving(p) || p == 1 || nearValue[p] >= completed)
}

inline prove(p, version) {
  if
  :: version > proven[p] -> proven[p] = version
  :: else
  fi;
  look(p)
}

inline raise(version) {
  if
  :: version > bound -> bound = version
  :: else
  fi
}

/* ---- Redis: each command is one step. ---- */

/* G3: no value is stored, and valid, that is older than what was announced. */
inline check() {
  assert(kind != ENTRY || stamp != tag || stored >= bound)
}

inline pushTo(p) {
  if
  :: tracked[p] ->
    tracked[p] = false;
    answers[p]!PUSH, NOTHING, 0, 0, 0, 0, bound
  :: else
  fi
}

inline tagPushTo(p) {
  if
  :: tagTracked[p] ->
    tagTracked[p] = false;
    answers[p]!TAG_PUSH, NOTHING, 0, 0, 0, 0, bound
  :: else
  fi
}

/* The lease, if there was one, is over. */
inline leaseEnds() {
  d_step {
    i = 0;
    do
    :: i < READERS -> leaseLives[i] = false; i++
    :: else -> break
    od;
    i = 0;
    loadedUnder = false
  }
}

inline clear() {
  kind = NOTHING;
  inPlace = 0;
  stored = 0;
  stamp = 0;
  leaseEnds()
}

/* Answers process p; a command of p announces itself to p after its own answer. */
inline answer(p, what, found, who, id, version, versionOfTag) {
  if
  :: live -> answers[p]!what, found, who, id, version, versionOfTag, bound
  :: else
  fi
}

inline execute(p) {
  if
  :: op == GET || op == FOUND ->
    if
    :: live -> tracked[p] = true
    :: else
    fi;
    answer(p, op, kind, who, inPlace, stored, stamp)
  :: op == LEASE ->
    done = (version == 0 && kind == NOTHING || version != 0 && kind == ENTRY && inPlace == version);
#ifdef BLIND_LEASE
    if
    :: kind == MARKER -> done = true; kind = MARKER; inPlace = id; leaseLives[who] = true
    :: else
    fi;
#endif
    if
    :: done && kind != MARKER ->
      clear();
      kind = MARKER;
      inPlace = id;
      leaseLives[who] = true;
      pushTo(1 - p)
    :: else
    fi;
    answer(p, LEASE, NOTHING, who, done, 0, 0);
    if
    :: done -> pushTo(p)
    :: else
    fi
  :: op == SWAP ->
    done = (kind == MARKER && inPlace == id);
#ifdef BLIND_SWAP
    done = true;
#endif
    if
    :: live -> tracked[p] = true
    :: else
    fi;
    if
    :: done ->
      leaseEnds();
      kind = ENTRY;
      inPlace = id;
      stored = version;
      stamp = versionOfTag;
      pushTo(1 - p)
    :: else
    fi;
    answer(p, SWAP, NOTHING, who, done, 0, 0);
    if
    :: done -> pushTo(p)
    :: else
    fi
  :: op == SET && (live || id > tooLate) ->
    leaseEnds();
    kind = ENTRY;
    inPlace = id;
    stored = version;
    stamp = versionOfTag;
    raise(version);
    pushTo(1 - p);
    answer(p, SET, ENTRY, who, id, version, 0);
    pushTo(p)
  :: op == SET && !live && id <= tooLate
  :: op == PREFIX ->
    if
    :: live -> tracked[p] = true
    :: else
    fi;
    id = id * (kind == ENTRY && inPlace == id);
    answer(p, PREFIX, NOTHING, who, id, version, versionOfTag)
  :: op == DEL ->
    raise(version);
    if
    :: kind != NOTHING ->
      clear();
      pushTo(1 - p);
      answer(p, DEL, NOTHING, who, id, version, 0);
      pushTo(p)
    :: else ->
      answer(p, DEL, NOTHING, who, id, version, 0)
    fi
  :: op == RELEASE ->
    if
    :: kind == MARKER && inPlace == id ->
      clear();
      pushTo(1 - p);
      pushTo(p)
    :: else
    fi
  :: op == VERSION ->
    if
    :: live -> tagTracked[p] = true
    :: else
    fi;
    answer(p, VERSION, NOTHING, who, id, 0, tag)
  :: op == REPLACE ->
    raise(version);
    tag++;
    tagPushTo(1 - p);
    answer(p, REPLACE, NOTHING, who, id, version, 0);
    tagPushTo(p)
  fi;
  check();
  op = GET; who = 0; id = 0; version = 0; versionOfTag = 0; done = false; live = true
}

proctype Redis() {
  mtype op = GET;
  byte who, id, version, versionOfTag, i;
  bool done, live = true;
end:
  do
  :: atomic { commands[0]?op, who, id, version, versionOfTag -> execute(0) }
  :: atomic { commands[1]?op, who, id, version, versionOfTag -> execute(1) }
#ifdef LATE
  :: atomic { leftover?op, who, id, version, versionOfTag -> live = false; execute(0) }
#endif
  od
}

/* ---- The near tier and the versions: each of these is one step under the lock for the key. ---- */

inline drop(p) {
  near[p] = ABSENT;
  nearId[p] = 0;
  nearValue[p] = 0;
  nearTag[p] = 0;
  fillUnderWay[p] = false
}

inline admit(p, state, id, version, versionLearned) {
  generation[p]++;
  near[p] = state;
  nearId[p] = id;
  nearValue[p] = version;
  nearTag[p] = versionLearned;
  fillUnderWay[p] = false
}

inline forget(p) {
  tagKnown[p] = false;
  knownTag[p] = 0
}

#define mayEnter(p) (!blocked[p] && (p == 1 || !pending))

#ifdef NO_VOIDING
#define voided(r) leaseLost[r]
#else
#define voided(r) (overwritten[r] || leaseLost[r])
#endif

/* A push for the key, after the watches. */
inline pushed(p) {
  if
  :: near[p] != ABSENT && fillUnderWay[p] ->
#ifndef NO_WITHHOLDING
    near[p] = WITHHELD
#else
    skip
#endif
  :: else -> drop(p)
  fi
}

/* Whoever watches the key in this process hears that it was pushed. */
inline fire(p) {
  i = 0;
  do
  :: i < READERS ->
    if
    :: watched[i] && PROCESS(i) == p -> watched[i] = false; leaseLost[i] = true
    :: else
    fi;
    i++
  :: else -> i = 0; break
  od
}

/* ---- The I/O thread of a process: replies and pushes, in the order of the wire. ---- */

inline fillEnds(p) {
  if
  :: id != 0 ->
    if
    :: ahead[who] != 0 && ahead[who] == generation[p] && near[p] != ABSENT ->
      fillUnderWay[p] = false;
      if
      :: near[p] == WITHHELD -> near[p] = PUBLISHED
      :: else
      fi
    :: ahead[who] == 0 && mayEnter(p) && !overwritten[who] && (near[p] == ABSENT || nearId[p] != id) ->
      admit(p, PUBLISHED, id, filled[who], filledTag[who])
    :: else
    fi
  :: else -> dropAhead(p)
  fi;
  watched[who] = false;
  filling[who] = false
}

inline dropAhead(p) {
#ifdef BLIND_SETTLING
  if
  :: ahead[who] != 0 && ahead[who] == generation[p] && near[p] != ABSENT ->
    fillUnderWay[p] = false;
    near[p] = PUBLISHED
  :: else
  fi
#else
  if
  :: ahead[who] != 0 && ahead[who] == generation[p] -> drop(p)
  :: else
  fi
#endif
}

inline arrives(p) {
  if
#ifndef LATE_ADMISSION
  :: found == ENTRY && near[p] != ABSENT && near[p] != WITHHELD && nearId[p] == id -> handle = generation[p]
  :: found == ENTRY && !(near[p] != ABSENT && near[p] != WITHHELD && nearId[p] == id) && mayEnter(p) ->
    admit(p, EMPTY, id, 0, 0);
    handle = generation[p]
#endif
  :: else -> handle = 0
  fi;
  waiting[who] = false;
  told[who]!found, id, version, versionOfTag, handle;
  handle = 0
}

inline leaseAnswered(p) {
  waiting[who] = false;
  if
#ifdef BLIND_LEASE
  :: taken[who] ->
#else
  :: taken[who] && found == MARKER && id == lease[who] ->
#endif
#ifndef NO_WATCH
    watched[who] = true;
#endif
    told[who]!OWNED, 0, 0, 0, 0
  :: else ->
    if
    :: taken[who] && up[p] -> commands[p]!RELEASE, who, lease[who], 0, 0
    :: else
    fi;
    told[who]!NOT_OWNED, (found == ENTRY), version, 0, 0
  fi;
  taken[who] = false
}

inline learn(p) {
  if
  :: tagBlocked[p] -> handle = 0
  :: !tagBlocked[p] && tagKnown[p] && knownTag[p] == versionOfTag -> handle = learned[p]
  :: else ->
    learned[p]++;
    tagKnown[p] = true;
    knownTag[p] = versionOfTag;
    handle = learned[p]
  fi;
  waiting[who] = false;
  told[who]!VERSION, 0, 0, versionOfTag, handle;
  handle = 0
}

inline writeEnds(p, newest) {
  blocked[p] = false;
  completed = newest;
  sending = false;
  writing = false
}

/* A write that began later and failed stays pending. */
inline delivered(newest) {
  if
  :: newest == completed -> pending = false
  :: else
  fi;
  delivering = false;
  up[0] = true
}

proctype Io(byte p) {
  mtype what = GET;
  mtype found = NOTHING;
  byte who, id, version, versionOfTag, at, handle, i;
end:
  do
  :: atomic {
      answers[p]?what, found, who, id, version, versionOfTag, at;
      if
      :: what == PUSH -> fire(p)
      :: what == TAG_PUSH -> forget(p); prove(p, at)
      :: what == GET -> arrives(p); prove(p, at)
      :: what == LEASE -> taken[who] = id; prove(p, at)
      :: what == FOUND -> leaseAnswered(p); prove(p, at)
      :: what == SWAP ->
        if
        :: id == 0 -> dropAhead(p); watched[who] = false; filling[who] = false
        :: else
        fi;
        prove(p, at)
      :: what == PREFIX && who == WRITER ->
        writeEnds(p, version);
        if
        :: id != 0 && mayEnter(p) -> admit(p, PUBLISHED, id, version, versionOfTag)
        :: else
        fi;
        prove(p, at)
      :: what == PREFIX && who != WRITER ->
        if
        :: filling[who] -> fillEnds(p)
        :: else
        fi;
        prove(p, at)
      :: what == SET -> prove(p, at)
      :: what == DEL && who == JOURNAL -> delivered(version); prove(p, at)
      :: what == DEL && who == WRITER -> writeEnds(p, version); prove(p, at)
      :: what == VERSION -> learn(p); prove(p, at)
      :: what == REPLACE -> tagBlocked[p] = false; completed = version; sending = false; writing = false; prove(p, at)
      fi
    };
    if
    :: what == PUSH -> atomic { pushed(p); prove(p, at); what = GET; at = 0 }
    :: else -> atomic { what = GET; found = NOTHING; who = 0; id = 0; version = 0; versionOfTag = 0; at = 0 }
    fi
  od
}

/* ---- Who reads, and loads. ---- */

/* Asks for the version of the tag, unless it is known: into mine, and which of those learned into mineLearned. */
inline ask() {
  if
  :: atomic { tagKnown[p] -> mine = knownTag[p]; mineLearned = learned[p] }
  :: atomic {
      else ->
      if
      :: up[p] ->
        waiting[r] = true;
        commands[p]!VERSION, r, 0, 0, 0
      :: else -> told[r]!FAILED, 0, 0, 0, 0
      fi
    };
    told[r]?what, _, _, mine, mineLearned
  fi
}

inline publish() {
  atomic {
    if
#ifdef LATE_ADMISSION
    :: mayEnter(p) -> admit(p, PUBLISHED, id, version, mineLearned)
#else
    :: handle != 0 && handle == generation[p] && near[p] == EMPTY ->
      near[p] = PUBLISHED;
      nearValue[p] = version;
      nearTag[p] = mineLearned
#endif
    :: else
    fi;
    look(p)
  }
}

inline unusable() {
  atomic {
    seen = id;
    if
    :: handle != 0 && handle == generation[p] -> drop(p)
    :: else
    fi
  }
}

/* The load, under a lease that is ours, and the fill. */
inline load() {
  atomic {
    assert(!leaseLives[r] || !loadedUnder);   /* G5 */
    if
    :: leaseLives[r] -> loadedUnder = true
    :: else
    fi;
    version = source
  };
#ifdef LATE_VERSION
  ask();
#endif
  atomic {
    filled[r] = version;
    filledTag[r] = mineLearned;
    if
    :: mayEnter(p) && !voided(r) ->
      admit(p, PUBLISHED, lease[r], version, mineLearned);
      fillUnderWay[p] = true;
      ahead[r] = generation[p]
    :: else -> ahead[r] = 0
    fi;
    look(p)
  };
  atomic {
    if
    :: up[p] ->
      filling[r] = true;
      commands[p]!SWAP, r, lease[r], version, (TAGGED -> mine : tag);
      commands[p]!PREFIX, r, lease[r], 0, 0
    :: else ->
      if
      :: ahead[r] != 0 && ahead[r] == generation[p] -> drop(p)
      :: else
      fi
    fi
  }
}

#ifdef FOLLOW
#define voidFlight(f) (overwritten[f] || leaseLost[f])

/* Redis is about to be asked: what is found there answers those whose reads have begun. */
inline hasBegun() {
  do
  :: i < READERS -> early[i] = reading[i]; i++
  :: else -> i = 0; break
  od
}

inline land() {
  do
  :: i < READERS ->
    if
    :: follows[i] == r -> follows[i] = NOBODY; told[i]!what, id, version, overwritten[r], 0
    :: else
    fi;
    i++
  :: else -> i = 0; break
  od
}

inline follow() {
  told[r]?what, id, version, x, handle;
  if
  :: what == OWNED && !x -> assert(version >= before)              /* G2 */
#ifdef UNDATED
  :: what == NOT_OWNED && id != 0 -> assert(version >= before)
#else
  :: what == NOT_OWNED && id != 0 && early[r] -> assert(version >= before)
#endif
  :: else                                                          /* it starts over */
  fi
}
#else
#define voidFlight(f) false
#define hasBegun() skip
#define land() skip
#endif

/* Versions, lease, load, fill. */
inline bring() {
#ifndef LATE_VERSION
  if
  :: TAGGED -> ask()
  :: else
  fi;
#endif
  if
  :: what != FAILED ->
    atomic {
      count++;
      lease[r] = r + 1 + READERS * count;
      hasBegun();
      if
      :: up[p] ->
        waiting[r] = true;
        commands[p]!LEASE, r, lease[r], seen, 0;
        commands[p]!FOUND, r, 0, 0, 0
      :: else -> told[r]!FAILED, 0, 0, 0, 0
      fi
    };
    told[r]?what, id, version, _, _;
    if
    :: what == OWNED -> load()
    :: else
    fi
  :: else
  fi;
  atomic {
    if
    :: flight[p] == r -> flight[p] = NOBODY
    :: else
    fi;
    land()
  }
}

proctype Reader(byte r) {
  byte p = PROCESS(r);
  byte reads, count, before, seen, id, version, handle, mine, mineLearned, x;
#ifdef FOLLOW
  byte i;
#endif
  mtype what = GET;
  do
  :: reads < GETS ->
    reads++;
    if
    :: atomic { serving(p) || !up[p] || p == 0 && pending -> skip }   /* a near hit: see look */
    :: atomic {
        else ->
        before = (p == 0 -> completed : 0);
#ifdef FOLLOW
        reading[r] = true;
        early[r] = false;
#endif
        waiting[r] = true;
        commands[p]!GET, r, 0, 0, 0
      };
      told[r]?what, id, version, x, handle;
      seen = 0;
      if
      :: what == ENTRY ->
#if TAGS + FOREIGN_TAGS > 0
        byte carried = x;
        ask();
        if
#ifdef NO_COMPARISON
        :: what != FAILED -> publish()
#else
        :: what != FAILED && mine == carried -> assert(version >= before); publish()   /* G2 */
        :: what != FAILED && mine != carried -> unusable()
#endif
        :: what == FAILED -> unusable(); seen = 0
        fi
#else
        assert(version >= before);   /* G2 */
        publish()
#endif
      :: else
      fi;
      if
      :: atomic {
          (what == NOTHING || seen != 0) && (flight[p] == NOBODY || voidFlight(flight[p])) ->
          flight[p] = r;
          overwritten[r] = false;
          leaseLost[r] = false
        };
        bring()
#ifdef FOLLOW
      :: atomic {
          (what == NOTHING || seen != 0) && flight[p] != NOBODY && !voidFlight(flight[p]) ->
          follows[r] = flight[p]
        };
        follow()
#endif
      :: else                                    /* answered, or waiting for somebody else's load */
      fi;
#ifdef FOLLOW
      reading[r] = false;
#endif
      atomic { what = GET; seen = 0; id = 0; version = 0; handle = 0; mine = 0; mineLearned = 0; before = 0; x = 0 }
    fi
  :: else -> break
  od
}

/* Somebody else's load and fill. */
proctype Filler() {
  byte fills;
  do
  :: fills < FILLS ->
    atomic {
      fills++;
      if
      :: kind == NOTHING ->
        kind = ENTRY;
        inPlace = FILLER;
        stored = source;
        stamp = tag;
        pushTo(0);
        pushTo(1)
      :: else
      fi
    }
  :: else -> break
  od
}

/* ---- Who writes. ---- */

/* A write that was not delivered, or of which that is not known. */
inline untold() {
#ifndef NO_JOURNAL
  pending = true;
#endif
  blocked[0] = false;
  completed = sent;
  sending = false;
  writing = false
}

proctype Writer() {
  byte writes, mine, mineLearned;
  do
  :: writes < WRITES ->
    atomic { writes++; source++; sent = source; writing = true };
#ifndef NO_BLOCK
    blocked[0] = true;
    atomic { drop(0) };
#endif
    atomic {
      if
      :: flight[0] != NOBODY -> overwritten[flight[0]] = true; flight[0] = NOBODY
      :: else
      fi
    };
    atomic {
      if
      :: up[0] ->
#ifdef PUT
        sending = true;
        commands[0]!SET, WRITER, 100 + sent, sent, tag;
        commands[0]!PREFIX, WRITER, 100 + sent, sent, 0
#else
        sending = true;
        commands[0]!DEL, WRITER, 0, sent, 0
#endif
      :: else -> untold()
      fi
    };
    !writing
  :: else -> break
  od
}

proctype TagWriter() {
  byte writes;
  do
  :: writes < TAGS ->
    atomic { writes++; source++; sent = source; writing = true };
#ifndef NO_TAG_BLOCK
    tagBlocked[0] = true;
    atomic { forget(0) };
#endif
    commands[0]!REPLACE, WRITER, 0, sent, 0;
    !writing
  :: else -> break
  od
}

/* Writes the source and deletes the key, knowing nothing of leases. */
proctype Foreign() {
  byte writes, version, i;
  do
  :: writes < FOREIGN ->
    writes++;
#ifndef PUT
    atomic { source++; version = source };
#endif
    atomic {
      raise(version);
      if
      :: kind != NOTHING -> clear(); pushTo(0); pushTo(1)
      :: else
      fi
    }
  :: else -> break
  od
}

proctype ForeignTags() {
  byte writes, version;
  do
  :: writes < FOREIGN_TAGS ->
    writes++;
    atomic { source++; version = source };
    atomic { raise(version); tag++; tagPushTo(0); tagPushTo(1) }
  :: else -> break
  od
}

proctype Expiry() {
  byte ends, i;
end:
  do
  :: atomic { ends < EXPIRIES && kind == MARKER -> ends++; clear(); pushTo(0); pushTo(1) }
  od
}

/* Ends a flight whose load takes long; the lease may live on. */
proctype Overdue() {
end:
  atomic {
    flight[0] != NOBODY && leaseLives[flight[0]] ->
#ifndef NO_MARK
    leaseLost[flight[0]] = true;
#endif
    flight[0] = NOBODY
  }
}

/* ---- The connection of process 0. ---- */

inline fail(r) {
  if
  :: PROCESS(r) == 0 ->
    if
    :: waiting[r] -> waiting[r] = false; taken[r] = false; told[r]!FAILED, 0, 0, 0, 0
    :: else
    fi;
    if
    :: filling[r] ->
      filling[r] = false;
      watched[r] = false;
      if
      :: ahead[r] != 0 && ahead[r] == generation[0] -> drop(0)
      :: else
      fi
    :: else
    fi
  :: else
  fi
}

proctype Connection() {
  byte losses, i, a, b, c, d, e;
  mtype m, n;
  do
  :: losses < LOSSES ->
    atomic {
      losses++;
      up[0] = false;
      delivering = false;
      tracked[0] = false;
      tagTracked[0] = false;
      do
      :: nempty(commands[0]) ->
        commands[0]?m, a, b, c, d;
#ifdef LATE
        leftover!m, a, b, c, d
#endif
      :: empty(commands[0]) -> break
      od;
      do
      :: nempty(answers[0]) -> answers[0]?m, n, a, b, c, d, e
      :: empty(answers[0]) -> break
      od;
      m = GET; n = NOTHING; a = 0; b = 0; c = 0; d = 0; e = 0;
      do
      :: i < READERS -> fail(i); i++
      :: else -> i = 0; break
      od;
      if
#if defined(PUT) && !defined(NO_DEADLINE)
      :: sending -> unsettled = true
#else
      :: sending -> untold()
#endif
      :: else
      fi
    };
    atomic { fire(0) };
#ifndef NO_FLUSH
    atomic { drop(0); forget(0) };
#endif
    atomic {
      if
      :: pending -> delivering = true; commands[0]!DEL, JOURNAL, 0, completed, 0
      :: else -> up[0] = true
      fi
    };
    up[0]
  :: else -> break
  od
}

/* The deadline of a put passes: only then is its caller told that its outcome is unknown. */
proctype Deadline() {
end:
  do
  :: atomic { unsettled -> unsettled = false; tooLate = 100 + sent; untold() }
  od
}

/* What was journaled while the journal was being sent. */
proctype Delivery() {
end:
  do
  :: atomic { up[0] && pending && !delivering -> delivering = true; commands[0]!DEL, JOURNAL, 0, completed, 0 }
  od
}

/* When all has been delivered: what is near is what Redis has, and nobody holds on to anything. */
proctype End() {
  timeout ->
  assert(up[0] && !writing && !blocked[0] && !pending);
  assert(bound >= completed);                                    /* G4 */
  byte p;
  do
  :: p < 2 ->
    assert(near[p] == ABSENT || kind == ENTRY && nearId[p] == inPlace && tracked[p]);
    assert(!serving(p) || nearValue[p] >= bound && nearValue[p] == stored);
    p++
  :: else -> break
  od
}

init {
  byte r;
  atomic {
    run Redis();
    run Io(0);
    run Io(1);
    do
    :: r < READERS -> run Reader(r); r++
    :: else -> break
    od;
    if
    :: WRITES > 0 -> run Writer()
    :: else
    fi;
    if
    :: FOREIGN > 0 -> run Foreign()
    :: else
    fi;
    if
    :: TAGS > 0 -> run TagWriter()
    :: else
    fi;
    if
    :: FOREIGN_TAGS > 0 -> run ForeignTags()
    :: else
    fi;
    if
    :: FILLS > 0 -> run Filler()
    :: else
    fi;
    if
    :: EXPIRIES > 0 -> run Expiry()
    :: else
    fi;
    if
    :: LOSSES > 0 -> run Connection(); run Delivery(); run Deadline()
    :: else
    fi;
#ifdef OVERDUE
    run Overdue();
#endif
    run End()
  }
}
