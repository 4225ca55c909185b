// Usage: node peer.mjs encrypt RECIPIENT... | encrypt-passphrase PASSPHRASE | decrypt IDENTITY
//        | decrypt-passphrase PASSPHRASE | vectors DIRECTORY | tag | open-tag SECRET FILE
// The second implementation of age, npm's age-encryption, from standard input to standard output. What it has of
// hardware's recipients only encrypts: for them, `tag` makes a key pair and `open-tag` decrypts by HPKE alone.
import { createECDH, createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const modules = process.env.NODE_MODULES;
const load = (name, file) => import(pathToFileURL(path.join(modules, name, file)));
const [mode, ...rest] = process.argv.slice(2);
const read = () => fs.readFileSync(0);
const write = (bytes) => fs.writeSync(1, bytes);

async function age() {
    const require = createRequire(path.join(modules, "here.js"));
    return await import(pathToFileURL(require.resolve("age-encryption")));
}

// Bech32's checksum and text, as there is no other library for it here.
function bech32(prefix, bytes) {
    const digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const words = [];
    let bits = 0, count = 0;
    for (const byte of bytes) {
        bits = (bits << 8) | byte;
        for (count += 8; count >= 5; count -= 5) words.push((bits >> (count - 5)) & 31);
        bits &= 255;
    }
    if (count > 0) words.push((bits << (5 - count)) & 31);
    const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
    let sum = 1;
    const add = (value) => {
        const top = sum >>> 25;
        sum = ((sum & 0x1ffffff) << 5) ^ value;
        generator.forEach((each, bit) => { if ((top >> bit) & 1) sum ^= each; });
    };
    const codes = [...prefix].map((c) => c.charCodeAt(0));
    [...codes.map((c) => c >> 5), 0, ...codes.map((c) => c & 31), ...words, 0, 0, 0, 0, 0, 0].forEach(add);
    const check = [0, 1, 2, 3, 4, 5].map((i) => ((sum ^ 1) >>> (5 * (5 - i))) & 31);
    return prefix + "1" + [...words, ...check].map((word) => digits[word]).join("");
}

const hmac = (key, ...parts) => createHmac("sha256", key).update(Buffer.concat(parts.map((p) => Buffer.from(p)))).digest();

// RFC 9180 in its base mode, with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305.
function open(privateKey, share, sealed) {
    const ecdh = createECDH("prime256v1");
    ecdh.setPrivateKey(privateKey);
    const kem = Buffer.from("KEM\x00\x10", "latin1"), hpke = Buffer.from("HPKE\x00\x10\x00\x01\x00\x03", "latin1");
    const extract = (suite, salt, label, input) => hmac(salt, "HPKE-v1", suite, label, input);
    const expand = (suite, key, label, info, size) =>
        hmac(key, [0, size], "HPKE-v1", suite, label, info, [1]).subarray(0, size);
    const shared = expand(kem, extract(kem, "", "eae_prk", ecdh.computeSecret(share)), "shared_secret",
        Buffer.concat([share, ecdh.getPublicKey()]), 32);
    const info = Buffer.from("age-encryption.org/p256tag");
    const context = Buffer.concat([Buffer.of(0), extract(hpke, "", "psk_id_hash", ""), extract(hpke, "", "info_hash", info)]);
    const secret = extract(hpke, shared, "secret", "");
    const cipher = createDecipheriv("chacha20-poly1305", expand(hpke, secret, "key", context, 32),
        expand(hpke, secret, "base_nonce", context, 12), { authTagLength: 16 });
    cipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}

function openTag(secret, file) {
    const bytes = fs.readFileSync(file);
    const text = bytes.toString("latin1");
    const [, , share, body] = /^-> p256tag (\S+) (\S+)\n(\S+)\n/m.exec(text);
    const privateKey = Buffer.from(secret, "hex"), encapsulated = Buffer.from(share, "base64");
    const fileKey = open(privateKey, encapsulated, Buffer.from(body, "base64"));
    const payload = text.indexOf("\n", text.indexOf("\n--- ") + 1) + 1;
    const nonce = bytes.subarray(payload, payload + 16), sealed = bytes.subarray(payload + 16);
    if (sealed.length > 65536 + 16) throw new Error("one chunk only");
    const key = Buffer.from(hkdfSync("sha256", fileKey, nonce, "payload", 32));
    const last = Buffer.alloc(12);
    last[11] = 1;
    const cipher = createDecipheriv("chacha20-poly1305", key, last, { authTagLength: 16 });
    cipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}

if (mode === "encrypt") {
    const encrypter = new (await age()).Encrypter();
    rest.forEach((recipient) => encrypter.addRecipient(recipient));
    write(await encrypter.encrypt(read()));
} else if (mode === "encrypt-passphrase") {
    const encrypter = new (await age()).Encrypter();
    encrypter.setPassphrase(rest[0]);
    encrypter.setScryptWorkFactor(12);
    write(await encrypter.encrypt(read()));
} else if (mode === "decrypt") {
    const decrypter = new (await age()).Decrypter();
    decrypter.addIdentity(rest[0]);
    write(await decrypter.decrypt(read()));
} else if (mode === "decrypt-passphrase") {
    const decrypter = new (await age()).Decrypter();
    decrypter.addPassphrase(rest[0]);
    write(await decrypter.decrypt(read()));
} else if (mode === "vectors") {
    const vectors = await load("cctv-age", "index.js");
    for (const [name, bytes] of Object.entries(vectors)) fs.writeFileSync(path.join(rest[0], name), bytes);
} else if (mode === "tag") {
    const ecdh = createECDH("prime256v1");
    ecdh.generateKeys();
    console.log(bech32("age1tag", ecdh.getPublicKey(null, "compressed")), ecdh.getPrivateKey("hex").padStart(64, "0"));
} else if (mode === "open-tag") {
    write(openTag(rest[0], rest[1]));
} else {
    process.exit(2);
}
