// Reads and writes MCAP with @mcap/core. Install the peers once, outside the repository:
//   npm install --prefix DIR @mcap/core @foxglove/rosbag fzstd      and name them: WAYMARK_NODE_MODULES=DIR/node_modules
//   node mcap.cjs read IN.mcap OUT.txt             lines "topic type nanoseconds bytes-in-hex"
//   node mcap.cjs write OUT.mcap OUT.txt           300 messages of three topics, and the same lines
//   node mcap.cjs bag IN.bag OUT.txt               the same lines of a bag without compression, by @foxglove/rosbag
const fs = require("fs");
const path = require("path");
const modules = process.env.WAYMARK_NODE_MODULES;
const { McapIndexedReader, McapWriter } = require(path.join(modules, "@mcap/core"));

class FileOutput {
  constructor(file) { this.fd = fs.openSync(file, "w"); this.at = 0n; }
  position() { return this.at; }
  async write(data) { fs.writeSync(this.fd, data); this.at += BigInt(data.byteLength); }
}

async function read(file, out) {
  const data = fs.readFileSync(file);
  const readable = {
    size: async () => BigInt(data.length),
    read: async (offset, size) => new Uint8Array(data.subarray(Number(offset), Number(offset + size))),
  };
  const zstd = (packed, size) => require(path.join(modules, "fzstd")).decompress(packed, new Uint8Array(Number(size)));
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers: { zstd } });
  const lines = [];
  for await (const m of reader.readMessages()) {
    const channel = reader.channelsById.get(m.channelId);
    const schema = reader.schemasById.get(channel.schemaId);
    lines.push(`${channel.topic} ${schema.name} ${m.logTime} ${Buffer.from(m.data).toString("hex")}`);
  }
  lines.push(`statistics ${reader.statistics.messageCount} ${reader.chunkIndexes.length} ${reader.header.profile}`);
  fs.writeFileSync(out, lines.join("\n") + "\n");
}

async function write(file, out) {
  const writer = new McapWriter({ writable: new FileOutput(file), chunkSize: 4000 });
  await writer.start({ profile: "ros1", library: "peer" });
  const lines = [];
  const channels = [];
  for (let c = 0; c < 3; c++) {
    const schemaId = await writer.registerSchema({ name: `test/T${c}`, encoding: "ros1msg", data: Buffer.from("# none") });
    channels.push(await writer.registerChannel({ topic: `/t${c}`, schemaId, messageEncoding: "ros1", metadata: new Map() }));
  }
  for (let i = 0; i < 300; i++) {
    const data = Buffer.from(`message ${i} `.repeat(i % 30));
    const logTime = 1700000000000000000n + BigInt(i) * 1000003n;
    await writer.addMessage({ channelId: channels[i % 3], sequence: i, logTime, publishTime: logTime, data });
    lines.push(`/t${i % 3} test/T${i % 3} ${logTime} ${data.toString("hex")}`);
  }
  await writer.end();
  fs.writeFileSync(out, lines.join("\n") + "\n");
}

async function bag(file, out) {
  const { Bag } = require(path.join(modules, "@foxglove/rosbag"));
  const { FileReader } = require(path.join(modules, "@foxglove/rosbag/node"));
  const opened = new Bag(new FileReader(file), { parse: false });
  await opened.open();
  const lines = [];
  for await (const m of opened.messageIterator()) {
    const nanos = BigInt(m.timestamp.sec) * 1000000000n + BigInt(m.timestamp.nsec);
    lines.push(`${m.topic} ${opened.connections.get(m.connectionId).type} ${nanos} ${Buffer.from(m.data).toString("hex")}`);
  }
  fs.writeFileSync(out, lines.join("\n") + "\n");
}

({ read, write, bag })[process.argv[2]](process.argv[3], process.argv[4]).catch((e) => { console.error(e); process.exit(1); });
