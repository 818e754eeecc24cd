package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StoredFactsTest {

  @Test
  void rateLimitFieldsAreNotReused() {
    StoredResponse stored =
        StoredResponses.stored(
            Headers.of(
                "RateLimit",
                "1",
                "RateLimit-Policy",
                "2",
                "x-ratelimit-remaining",
                "3",
                "X-Rate-Limit-Reset",
                "4",
                "anthropic-ratelimit-tokens-limit",
                "5",
                "Rate",
                "7"));

    assertThat(StoredFacts.of(stored).reusable()).isEqualTo(Headers.of("Rate", "7"));
  }

  @Test
  void fieldsOfASingleAnswerAreNotReused() {
    StoredResponse stored =
        StoredResponses.stored(
            Headers.of(
                "Age",
                "6",
                "via",
                "1.1 a",
                "Via",
                "1.1 b",
                "X-Cache",
                "HIT",
                "Content-Length",
                "5",
                "ETag",
                "1"));

    assertThat(StoredFacts.of(stored).reusable()).isEqualTo(Headers.of("ETag", "1"));
    assertThat(StoredFacts.of(stored).via()).isEqualTo("1.1 a, 1.1 b");
  }

  @Test
  void factsAreDerivedOnceForEachResponse() {
    StoredResponse stored = StoredResponses.stored(Headers.of("Cache-Control", "no-cache"));

    assertThat(StoredFacts.of(stored)).isSameAs(StoredFacts.of(stored));
    assertThat(StoredFacts.of(stored).directives().noCache()).isTrue();
  }

  @Test
  void aFreshenedResponseHasFactsOfItsOwn() {
    StoredResponse stored = StoredResponses.stored(Headers.of("Cache-Control", "no-cache"));
    assertThat(StoredFacts.of(stored).directives().noCache()).isTrue();
    Instant validated = StoredResponses.RESPONDED.plusSeconds(60);

    StoredResponse freshened =
        stored.freshened(
            stored.response().withHeaders(Headers.of("Cache-Control", "max-age=5", "Age", "3")),
            new Freshness(validated, validated, Duration.ofSeconds(5), Instant.MAX));

    assertThat(StoredFacts.of(freshened).directives().noCache()).isFalse();
    assertThat(StoredFacts.of(freshened).initialAge()).isEqualTo(Duration.ofSeconds(3));
  }
}
