package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Riot, Discogs, Zendesk, Azure, Shopify, Facebook, Salesforce, Binance. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-App-Rate-Limit-Count",
        "X-Discogs-Ratelimit-Remaining",
        "zendesk-ratelimit-tickets-index",
        "x-ms-ratelimit-remaining-subscription-reads",
        "X-Shopify-Shop-Api-Call-Limit",
        "HTTP_X_SHOPIFY_SHOP_API_CALL_LIMIT",
        "X-Business-Use-Case-Usage",
        "Sforce-Limit-Info",
        "x-mbx-used-weight-1m"
      })
  void rateLimitFieldOfAProviderIsNotReused(String name) {
    StoredResponse stored = StoredResponses.stored(Headers.of(name, "39/40"));

    assertThat(StoredFacts.of(stored).reusable()).isEqualTo(Headers.EMPTY);
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
