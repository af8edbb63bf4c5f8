/*
 * The smallest guest that lives on Xen, for tests that are about its host: a PVH guest without an
 * operating system. It says "~# " on its console, shuts down or suspends when xenstore asks it to, goes
 * on after a restore, and repeats any other order on its console. As a driver domain it says of each
 * device what a driver says that has connected it, and lets go of it when asked. With
 * oxt.ignore-power-button among its words it does not shut down.
 * Where the constants are from: xen/include/public of Xen 4.20.
 */
typedef unsigned char byte;
typedef unsigned short half;
typedef unsigned int word;
typedef unsigned long long wide;

enum { MEMORY_OP = 12, SCHED_OP = 29, EVENT_CHANNEL_OP = 32, HVM_OP = 34 };
enum { SHUTDOWN = 2, POLL = 3, POWEROFF = 0, REBOOT = 1, SUSPEND = 2 };
enum { STORE_PAGE = 1, STORE_PORT = 2, CONSOLE_PAGE = 17, CONSOLE_PORT = 18 };
enum { READ = 2, WATCH = 4, WRITE = 11, WATCH_EVENT = 15 };

struct store {
    byte request[1024], answer[1024];
    word request_taken, request_put, answer_taken, answer_put;
};

struct console {
    byte in[1024], out[2048];
    word in_taken, in_put, out_taken, out_put;
};

struct message {
    word type, id, transaction, length;
};

static byte hypercalls[4096] __attribute__((aligned(4096)));
static volatile byte shared[4096] __attribute__((aligned(4096)));
static byte stack[4096] __attribute__((used));
static volatile struct store *store;
static word store_port;

/* Where Xen begins, as it knows by a note: 32 bits, no paging, %ebx at what the guest was told. */
asm(".pushsection .note.Xen, \"a\", @note\n"
    ".long 4, 4, 18\n.asciz \"Xen\"\n.long begin\n"
    ".popsection\n"
    ".globl begin\nbegin: mov $stack + 4096, %esp\n"
    "push %ebx\n"
    "call live\n");

static int call(word number, word first, const void *second)
{
    int result;
    byte *code = hypercalls + 32 * number;
    asm volatile("call *%1"
                 : "=a"(result), "+D"(code), "+b"(first), "+c"(second)
                 :
                 : "edx", "memory");
    return result;
}

static word parameter(word index)
{
    struct {
        half domain, none;
        word index;
        wide value;
    } asked = {0x7ff0, 0, index, 0};
    call(HVM_OP, 1, &asked);
    return asked.value;
}

static void notify(word port)
{
    call(EVENT_CHANNEL_OP, 4, &port);
}

static void end(word reason)
{
    call(SCHED_OP, SHUTDOWN, &reason);
}

static void await(word port)
{
    struct {
        word *ports, count;
        wide until;
    } asked = {&port, 1, 0};
    call(SCHED_OP, POLL, &asked);
    /* Bits of ports that something happened to. */
    __sync_fetch_and_and(&shared[0x800 + port / 8], ~(1 << port % 8));
}

static int is(const byte *text, const char *other)
{
    while (*other)
        if (*text++ != (byte)*other++)
            return 0;
    return 1;
}

static void say(const char *text)
{
    volatile struct console *console = (void *)(parameter(CONSOLE_PAGE) << 12);
    for (; *text; text++)
        console->out[console->out_put++ % sizeof console->out] = *text;
    notify(parameter(CONSOLE_PORT));
}

static void put(const void *bytes, word count)
{
    const byte *next = bytes;
    for (; count > 0; count--) {
        while (store->request_put - store->request_taken == sizeof store->request)
            await(store_port);
        store->request[store->request_put % sizeof store->request] = *next++;
        __sync_synchronize();
        store->request_put++;
    }
}

/* What is asked for by its number, and where an answer belongs; 0 is an order to the guest itself. */
static void ask(word type, word id, const char *body, word length)
{
    struct message message = {type, id, 0, length};
    put(&message, sizeof message);
    put(body, length);
    notify(store_port);
}

static void take(void *bytes, word count)
{
    byte *next = bytes;
    for (; count > 0; count--) {
        while (store->answer_put == store->answer_taken)
            await(store_port);
        *next++ = store->answer[store->answer_taken % sizeof store->answer];
        __sync_synchronize();
        store->answer_taken++;
    }
    notify(store_port);
}

static void ask_for_orders(void)
{
    static const char path[] = "control/shutdown";
    ask(READ, 0, path, sizeof path);
}

static word length(const char *text)
{
    const char *end = text;
    while (*end)
        end++;
    return end - text;
}

/* Writes to the key of that name beside the state of a device. */
static void tell(const char *state, const char *name, const char *value)
{
    static char body[512];
    word at = length(state) - 5, count;
    for (count = 0; count < at; count++)
        body[count] = state[count];
    for (; *name; name++)
        body[count++] = *name;
    body[count++] = 0;
    for (; *value; value++)
        body[count++] = *value;
    ask(WRITE, 0, body, count);
}

/* The states of devices that this guest has the other end of, while they are asked for. */
static char states[16][256];
static word last_state;

static void look(const char *path)
{
    word count = length(path);
    char *copy = states[last_state++ % 16];
    if (count < 6 || count > 255 || !is((const byte *)path + count - 6, "/state"))
        return;
    for (word at = 0; at <= count; at++)
        copy[at] = path[at];
    ask(READ, (last_state - 1) % 16 + 1, copy, count + 1);
}

static void serve(const char *state, byte now)
{
    if (now == '1') { /* begun */
        tell(state, "state", "2");
        tell(state, "hotplug-status", "connected");
    } else if (now == '5') { /* to be closed */
        tell(state, "state", "6");
    }
}

/* All that a machine has anew, at its start and when it goes on from a saved state. */
static void settle(void)
{
    struct {
        half domain, none;
        word space, index, page;
    } place = {0x7ff0, 0, 0, 0, (word)shared >> 12};
    static const char orders[] = "control/shutdown\0small", devices[] = "backend\0small";
    word leaf, page, other;

    for (leaf = 0x40000000;; leaf += 0x100) {
        word name;
        asm volatile("cpuid" : "=a"(page), "=b"(name), "=c"(other), "=d"(other) : "a"(leaf), "c"(0));
        if (name == 0x566e6558) /* XenV */
            break;
    }
    asm volatile("cpuid" : "=a"(page), "=b"(leaf), "=c"(other), "=d"(other) : "a"(leaf + 2), "c"(0));
    asm volatile("wrmsr" : : "c"(leaf), "a"(hypercalls), "d"(0) : "memory");
    call(MEMORY_OP, 7, &place);
    store = (void *)(parameter(STORE_PAGE) << 12);
    store_port = parameter(STORE_PORT);
    store->answer_taken = store->answer_put;
    ask(WATCH, 0, orders, sizeof orders);
    ask(WATCH, 0, devices, sizeof devices);
    ask_for_orders();
}

__attribute__((used, noreturn)) void live(const word *told)
{
    int obeys = 1;
    const byte *words = (const byte *)told[6];
    for (; words && *words; words++)
        if (is(words, "oxt.ignore-power-button"))
            obeys = 0;
    settle();
    say("The smallest guest lives.\r\n~# ");
    for (;;) {
        static byte body[4096];
        struct message message;
        take(&message, sizeof message);
        take(body, message.length);
        body[message.length] = 0;
        if (message.type == WATCH_EVENT && is(body, "backend")) {
            look((const char *)body);
        } else if (message.type == WATCH_EVENT) {
            ask_for_orders();
        } else if (message.type == READ && message.id > 0) {
            serve(states[message.id - 1], body[0]);
        } else if (message.type == READ && is(body, "suspend")) {
            static const char heard[] = "control/shutdown";
            ask(WRITE, 0, heard, sizeof heard);
            take(&message, sizeof message);
            take(body, message.length);
            end(SUSPEND);
            settle();
        } else if (message.type == READ && obeys) {
            if (is(body, "poweroff") || is(body, "halt"))
                end(POWEROFF);
            if (is(body, "reboot"))
                end(REBOOT);
            say((const char *)body);
        }
    }
}
