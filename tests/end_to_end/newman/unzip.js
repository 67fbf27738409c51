'use strict';

// Unpacks a ZIP of stored and deflated files: Node has the second half of that only.

const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

const CENTRAL = 0x02014b50;
const END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);

function unzip(file, folder) {
  const zip = fs.readFileSync(file);
  const end = zip.lastIndexOf(END);
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === CENTRAL) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const target = path.join(folder, zip.toString('utf8', at + 46, at + 46 + name));
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const content = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, zip.readUInt16LE(at + 10) === 8 ? zlib.inflateRawSync(content) : content);
    at += 46 + name + extra + comment;
  }
}

module.exports = { unzip };
