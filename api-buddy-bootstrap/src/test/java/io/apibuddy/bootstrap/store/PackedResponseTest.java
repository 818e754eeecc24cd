package io.apibuddy.bootstrap.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedResponseTest {
  private static final Instant TIME = Instant.parse("2026-11-26T12:00:00.123456789Z");

  private static StoredResponse response(
      Headers fields, Freshness times, boolean pinned, EntryCompletion completion, String body) {
    Body.Bytes content = new Body.Bytes(body.getBytes(StandardCharsets.UTF_8));
    StoredRequest request =
        new StoredRequest(
            "a", "https://u", "POST", "/x?y=1", Headers.of("accept", "*"), content, "d1");
    return new StoredResponse(
        new EntryId("e-1"),
        "variant",
        request,
        new ResponseHead(203, fields),
        times,
        pinned,
        content.length(),
        completion,
        content);
  }

  @Test
  void aResponseThatWasPackedIsEqualAfterwards() {
    StoredResponse full =
        response(
            Headers.of("Date", "now", "X-Any", "\u00e9\u00ff", "Date", ""),
            new Freshness(TIME, TIME.plusNanos(1), Duration.ofNanos(-7), Instant.MAX),
            true,
            new EntryCompletion(Headers.of("T", "1"), Map.of("model", "\u4e16 \ud83d\ude00")),
            "content");
    StoredResponse bare =
        response(
            Headers.EMPTY,
            new Freshness(Instant.MIN, TIME, null, TIME),
            false,
            EntryCompletion.PLAIN,
            "");

    assertThat(new PackedResponse(full).unpacked()).isEqualTo(full);
    assertThat(new PackedResponse(bare).unpacked()).isEqualTo(bare);
  }
}
