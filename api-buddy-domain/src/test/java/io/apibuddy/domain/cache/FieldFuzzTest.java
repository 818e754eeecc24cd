package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.lookup;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Any field value is parsed without an exception, and into values within their ranges. */
class FieldFuzzTest {

  private static final long LENGTH = 1_000;

  @FuzzTest(maxDuration = "1m")
  void cacheControl(byte[] data) {
    String value = value(data);
    Headers response = Headers.of("Cache-Control", value, "CDN-Cache-Control", value);
    CacheControl control = CacheControl.parse(value);
    for (String directive : new String[] {"max-age", "s-maxage", "max-stale", "stale-if-error"}) {
      control.seconds(directive).ifPresent(s -> assertThat(s).isBetween(0L, DeltaSeconds.MAX));
      assertThat(control.argument(directive) != null).isEqualTo(control.has(directive));
    }
    ResponseDirectives directives = ResponseDirectives.of(response);
    directives
        .lifetimeSeconds()
        .ifPresent(seconds -> assertThat(seconds).isBetween(0L, DeltaSeconds.MAX));
    assertThat(directives.withheldFields()).noneMatch(String::isBlank);
    assertThat(directives.staleIfError()).isGreaterThanOrEqualTo(Duration.ZERO);
    RequestDirectives.of(response, true)
        .maxAge()
        .ifPresent(seconds -> assertThat(seconds).isNotNegative());
  }

  @FuzzTest(maxDuration = "1m")
  void vary(byte[] data) {
    String value = value(data);
    Headers response = Headers.of("Vary", value);
    CacheLookup asked = lookup("Accept", value, "Accept-Encoding", value, "Authorization", value);
    if (VaryMatcher.variesOnEverything(response)) {
      assertThat(VaryMatcher.matches(stored(response), asked)).isFalse();
      return;
    }
    Headers nominated = VaryMatcher.nominated(response, asked);
    StoredResponse stored = stored(nominated, response, Duration.ZERO, Duration.ofMinutes(1));

    assertThat(VaryMatcher.matches(stored, asked)).isTrue();
    assertThat(nominated.all("Authorization")).allMatch(secret -> secret.length() == 32);
  }

  @FuzzTest(maxDuration = "1m")
  void range(byte[] data) {
    String value = value(data);
    StoredResponse stored =
        StoredResponses.ofLength(LENGTH, Headers.of("ETag", value, "Last-Modified", value));
    for (Headers request :
        new Headers[] {
          Headers.of("Range", value),
          Headers.of("Range", "bytes=" + value),
          Headers.of("Range", "bytes=0-1", "If-Range", value)
        }) {
      if (RangeEvaluator.select("GET", request, stored) instanceof RangeSelection.Part part) {
        assertThat(part.range().first()).isBetween(0L, part.range().last());
        assertThat(part.range().last()).isLessThan(LENGTH);
      }
    }
  }

  @FuzzTest(maxDuration = "1m")
  void httpDate(byte[] data) {
    Instant read = HttpDate.parse(value(data), Instant.EPOCH);
    if (read != null) {
      assertThat(HttpDate.parse(HttpDate.format(read), Instant.EPOCH)).isEqualTo(read);
    }
  }

  /** Returns the octets that a field can contain. */
  private static String value(byte[] data) {
    return new String(data, StandardCharsets.ISO_8859_1).replaceAll("[\\x00\\r\\n]", " ");
  }
}
