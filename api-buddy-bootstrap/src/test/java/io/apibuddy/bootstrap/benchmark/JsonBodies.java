package io.apibuddy.bootstrap.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** JSON as an API sends it: a list of records with names, numbers, hashes and sentences. */
final class JsonBodies {
  private static final int DIFFERENT = 2048;
  private static final int NUMBER_PLACE = "{\"id\":".length();
  private static final int NUMBER_DIGITS = 9;
  private static final String[] WORDS = {
    "account",
    "active",
    "answer",
    "balance",
    "cancelled",
    "city",
    "completion",
    "created",
    "customer",
    "delivery",
    "description",
    "email",
    "europe",
    "invoice",
    "london",
    "message",
    "model",
    "order",
    "paid",
    "pending",
    "price",
    "product",
    "region",
    "request",
    "status",
    "street",
    "tokens",
    "total",
    "updated",
    "user",
    "version",
    "weather"
  };

  private final byte[][] bodies = new byte[DIFFERENT][];

  /** Prepares bodies of {@code length} bytes; the same for the same length. */
  JsonBodies(int length) {
    SplittableRandom random = new SplittableRandom(length);
    for (int i = 0; i < DIFFERENT; i++) {
      bodies[i] = body(length, random);
    }
  }

  /** Returns the body of an entry, in an array of its own. */
  ByteBuffer body(int number) {
    byte[] body = bodies[number % DIFFERENT].clone();
    int rest = number;
    for (int place = NUMBER_PLACE + NUMBER_DIGITS - 1; place >= NUMBER_PLACE; place--) {
      body[place] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return ByteBuffer.wrap(body);
  }

  private static byte[] body(int length, SplittableRandom random) {
    StringBuilder json = new StringBuilder(length + 256).append("{\"id\":000000000,\"data\":[");
    while (json.length() < length) {
      json.append("{\"name\":\"").append(word(random)).append('-').append(random.nextInt(10_000));
      json.append("\",\"status\":\"").append(word(random)).append("\",\"amount\":");
      json.append(random.nextInt(1_000_000)).append('.').append(random.nextInt(10, 100));
      json.append(",\"etag\":\"").append(Long.toHexString(random.nextLong()));
      json.append("\",\"text\":\"");
      for (int i = random.nextInt(6, 14); i > 0; i--) {
        json.append(word(random)).append(' ');
      }
      json.append("\"},");
    }
    json.setLength(length - 2);
    return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String word(SplittableRandom random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
