package com.example.files;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Millis;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Serialises an entry and its parts in the order of their components. */
final class Codec {

  private Codec() {}

  static void write(DataOutput out, Entry entry) throws IOException {
    StoredResponse response = entry.response();
    out.writeLong(entry.number());
    write(out, entry.key());
    text(out, response.variant());
    write(out, response.request());
    out.writeInt(response.response().status());
    write(out, response.response().headers());
    write(out, response.freshness());
    out.writeBoolean(response.pinned());
    out.writeLong(response.length());
    write(out, response.completion().trailers());
    out.writeInt(response.completion().attributes().size());
    for (Map.Entry<String, String> attribute : response.completion().attributes().entrySet()) {
      text(out, attribute.getKey());
      text(out, attribute.getValue());
    }
    out.writeLong(entry.checksum());
    out.writeLong(entry.used());
    instant(out, entry.storedAt());
  }

  static Entry entry(DataInput in) throws IOException {
    long number = in.readLong();
    CacheKey key = key(in);
    StoredResponse response =
        new StoredResponse(
            id(number),
            text(in),
            request(in),
            new ResponseHead(in.readInt(), headers(in)),
            freshness(in),
            in.readBoolean(),
            in.readLong(),
            new EntryCompletion(headers(in), attributes(in)),
            null);
    return new Entry(number, key, response, in.readLong(), in.readLong(), instant(in));
  }

  static EntryId id(long number) {
    return new EntryId("f" + number);
  }

  private static void write(DataOutput out, CacheKey key) throws IOException {
    text(out, key.domain());
    text(out, key.upstream());
    text(out, key.method());
    text(out, key.target());
    text(out, key.contentType());
    text(out, key.bodyDigest());
    text(out, key.credential());
    texts(out, key.selected());
  }

  private static CacheKey key(DataInput in) throws IOException {
    return new CacheKey(
        text(in), text(in), text(in), text(in), text(in), text(in), text(in), texts(in));
  }

  private static void write(DataOutput out, StoredRequest request) throws IOException {
    text(out, request.domain());
    text(out, request.upstream());
    text(out, request.method());
    text(out, request.target());
    write(out, request.headers());
    out.writeBoolean(request.body() != null);
    if (request.body() != null) {
      bytes(out, request.body().toByteArray());
    }
    text(out, request.bodyDigest());
  }

  private static StoredRequest request(DataInput in) throws IOException {
    return new StoredRequest(
        text(in),
        text(in),
        text(in),
        text(in),
        headers(in),
        in.readBoolean() ? new Body.Bytes(bytes(in)) : null,
        text(in));
  }

  private static void write(DataOutput out, Freshness times) throws IOException {
    out.writeLong(Millis.of(times.requestedAt()));
    out.writeLong(Millis.of(times.respondedAt()));
    Duration lifetime = times.lifetime();
    out.writeLong(lifetime == null ? -1 : Millis.of(lifetime));
    out.writeLong(Millis.of(times.discardAt()));
  }

  private static Freshness freshness(DataInput in) throws IOException {
    Instant requestedAt = Instant.ofEpochMilli(in.readLong());
    Instant respondedAt = Instant.ofEpochMilli(in.readLong());
    long lifetime = in.readLong();
    return new Freshness(
        requestedAt,
        respondedAt,
        lifetime < 0 ? null : Duration.ofMillis(lifetime),
        Instant.ofEpochMilli(in.readLong()));
  }

  private static void write(DataOutput out, Headers headers) throws IOException {
    List<String> lines = new ArrayList<>();
    headers.forEach((name, value) -> lines.addAll(List.of(name, value)));
    texts(out, lines);
  }

  private static Headers headers(DataInput in) throws IOException {
    return Headers.of(texts(in).toArray(String[]::new));
  }

  private static Map<String, String> attributes(DataInput in) throws IOException {
    Map<String, String> attributes = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      attributes.put(text(in), text(in));
    }
    return attributes;
  }

  private static void texts(DataOutput out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(out, text);
    }
  }

  private static List<String> texts(DataInput in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(text(in));
    }
    return texts;
  }

  static void instant(DataOutput out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  static Instant instant(DataInput in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  static void text(DataOutput out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(DataInput in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  static void bytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] bytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
