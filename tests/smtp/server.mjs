// A real SMTP server for tests: node server.mjs --log FILE [--port N] [--auth USER:PASSWORD] [--key FILE --cert FILE]
// Prints "listening PORT". Each mail taken is a line of JSON in the log. Recipients ask for faults by the part before the @:
// busy (450), gone (550), silent (no answer), die (the line is cut in the middle of the mail), die-after (cut when the mail was taken).
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';

const { values: given } = parseArgs({ options: { log: { type: 'string' }, port: { type: 'string', default: '0' }, auth: { type: 'string' }, key: { type: 'string' }, cert: { type: 'string' } } });
const reply = (responseCode, text) => Object.assign(new Error(text), { responseCode });
const wants = (session, fault) => session.envelope.rcptTo.some((to) => to.address.startsWith(fault + '@'));

const server = new SMTPServer({
    disabledCommands: [...(given.auth ? [] : ['AUTH']), ...(given.cert ? [] : ['STARTTLS'])],
    key: given.key && readFileSync(given.key),
    cert: given.cert && readFileSync(given.cert),
    authOptional: !given.auth,
    allowInsecureAuth: !given.cert,
    disableReverseLookup: true,
    logger: false,
    onAuth: (auth, session, done) => (`${auth.username}:${auth.password}` === given.auth ? done(null, { user: auth.username }) : done(reply(535, 'wrong user or password'))),
    onRcptTo(address, session, done) {
        const name = address.address.split('@')[0];
        if (name === 'busy') return done(reply(450, 'mailbox busy, try again'));
        if (name === 'gone') return done(reply(550, 'no such mailbox'));
        if (name !== 'silent') done();
    },
    onData(stream, session, done) {
        const parts = [];
        stream.on('data', (part) => {
            parts.push(part);
            if (wants(session, 'die')) cut(session);
        });
        stream.on('end', () => {
            const raw = Buffer.concat(parts).toString('utf8');
            if (wants(session, 'die')) return;
            const head = (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1].trim() ?? null;
            appendFileSync(given.log, JSON.stringify({ to: session.envelope.rcptTo.map((to) => to.address), from: session.envelope.mailFrom.address, messageId: head('Message-ID'), session: session.id, secure: session.secure, user: session.user ?? null, raw: raw.length < 65536 ? raw : null }) + '\n');
            if (wants(session, 'die-after')) return cut(session);
            done();
        });
    },
});

function cut(session) {
    for (const connection of server.connections) if (connection.session?.id === session.id || connection.id === session.id) connection._socket.destroy();
}

server.on('error', () => {}); // a client that was cut off
server.listen(Number(given.port), '127.0.0.1', () => console.log('listening', server.server.address().port));
process.stdin.on('end', () => process.exit()).resume(); // ends with whoever started it
