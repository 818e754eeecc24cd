package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.lookup;
import static io.apibuddy.domain.cache.StoredResponses.stored;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 4.1. */
class VaryMatcherTest {

  private static StoredResponse storedFor(CacheLookup asked, String... response) {
    Headers headers = Headers.of(response);
    return stored(
        VaryMatcher.nominated(headers, asked), headers, Duration.ZERO, Duration.ofMinutes(1));
  }

  @Test
  void withoutVaryEveryRequestMatches() {
    assertThat(VaryMatcher.matches(stored(Headers.EMPTY), lookup("Accept", "a"))).isTrue();
  }

  @Test
  void allNominatedFieldsMustHaveTheSameValues() {
    StoredResponse stored =
        storedFor(lookup("X-A", "1", "x-b", "2", "X-B", "3"), "Vary", "x-a, ,X-B", "vary", "X-C");

    assertThat(VaryMatcher.matches(stored, lookup("x-b", "2, 3", "X-A", " 1 ", "X-D", "9")))
        .isTrue();
    assertThat(VaryMatcher.matches(stored, lookup("X-A", "1", "X-B", "3, 2"))).isFalse();
    assertThat(VaryMatcher.matches(stored, lookup("X-A", "1"))).isFalse();
    assertThat(VaryMatcher.matches(stored, lookup("X-A", "1", "X-B", "2, 3", "X-C", ""))).isFalse();
  }

  @Test
  void whiteSpaceWithinAQuotedStringIsCompared() {
    StoredResponse stored = storedFor(lookup("X-A", "\"a,b\""), "Vary", "X-A");

    assertThat(VaryMatcher.matches(stored, lookup("X-A", "\"a,b\""))).isTrue();
    assertThat(VaryMatcher.matches(stored, lookup("X-A", "\"a, b\""))).isFalse();
  }

  /** A search in quadratic time would take an hour. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whiteSpaceWithinAMemberIsComparedInLinearTime() {
    String wide = "a" + " ".repeat(1_000_000) + "b";
    StoredResponse stored = storedFor(lookup("X-A", wide + " ,\t, c"), "Vary", "X-A");

    assertThat(VaryMatcher.matches(stored, lookup("X-A", wide + ",,c"))).isTrue();
    assertThat(VaryMatcher.matches(stored, lookup("X-A", "a b,,c"))).isFalse();
  }

  @Test
  void aFieldThatWasAbsentMustBeAbsent() {
    StoredResponse stored = storedFor(lookup(), "Vary", "X-A");

    assertThat(VaryMatcher.matches(stored, lookup())).isTrue();
    assertThat(VaryMatcher.matches(stored, lookup("X-A", ""))).isFalse();
  }

  /** Many servers that repeat the origin forget to say that they vary on it. */
  @ParameterizedTest
  @CsvSource({
    "http://localhost:1, http://localhost:1, http://localhost:1, true",
    "http://localhost:1, http://localhost:1, http://localhost:2, false",
    "http://localhost:1, http://localhost:1, , true",
    "http://localhost:1, , http://localhost:1, true",
    "http://app.test, http://localhost:1, http://localhost:1, true",
    "http://app.test, , http://localhost:1, false",
    "*, http://localhost:1, http://localhost:2, true",
    "' * ', , http://localhost:1, true",
  })
  void anAnswerForTheScriptsOfOneOriginIsForThatOriginAlone(
      String allowed, @Nullable String then, @Nullable String now, boolean same) {
    StoredResponse stored = storedFor(from(then), "Access-Control-Allow-Origin", allowed);

    assertThat(VaryMatcher.matches(stored, from(now))).isEqualTo(same);
  }

  @Test
  void aPageGetsTheAnswerThatItsScriptsMayReadBeforeOneForPrograms() {
    CacheLookup page = from("http://localhost:1");
    StoredResponse readable = storedFor(page, "Access-Control-Allow-Origin", "http://localhost:1");
    StoredResponse later = storedFor(from(null), "Content-Type", "text/plain");

    assertThat(VaryMatcher.choose(List.of(later, readable), page)).startsWith(readable);
  }

  private static CacheLookup from(@Nullable String origin) {
    return origin == null ? lookup() : lookup("Origin", origin);
  }

  @Test
  void anAsteriskMatchesNothing() {
    assertThat(VaryMatcher.matches(stored(Headers.of("Vary", "X-A, *")), lookup())).isFalse();
    assertThat(VaryMatcher.variesOnEverything(Headers.of("Vary", "X-A", "Vary", "*"))).isTrue();
    assertThat(VaryMatcher.variesOnEverything(Headers.of("Vary", "X-*"))).isFalse();
    assertThat(VaryMatcher.variesOnEverything(Headers.EMPTY)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'de,en', 'DE, En', true",
    "'de, en;q=0.5', 'en; Q=0.50 ,de;q=1.000', true",
    "'de, en', 'en, de', false",
    "'de;q=0.5, en', 'de, en;q=0.5', false",
    "'de;q=2', 'DE;q=2', false",
    "'de,', 'de', false",
  })
  void acceptLanguageIsComparedByItsPreferences(String then, String now, boolean same) {
    StoredResponse stored = storedFor(lookup("Accept-Language", then), "Vary", "Accept-Language");

    assertThat(VaryMatcher.matches(stored, lookup("Accept-Language", now))).isEqualTo(same);
  }

  @Test
  void matchingResponsesWithVaryComeFirstThenTheLatest() {
    CacheLookup asked = lookup("X-A", "1");
    StoredResponse plain = storedFor(asked, "Date", "Tue, 01 Jan 2030 00:00:02 GMT");
    StoredResponse older = storedFor(asked, "Vary", "X-B", "Date", "Tue, 01 Jan 2030 00:00:00 GMT");
    StoredResponse newer = storedFor(asked, "Vary", "X-A", "Date", "Tue, 01 Jan 2030 00:00:01 GMT");
    StoredResponse other = storedFor(lookup("X-A", "2"), "Vary", "X-A");

    assertThat(VaryMatcher.choose(List.of(plain, older, other, newer), asked))
        .containsExactly(newer, older, plain);
    assertThat(VaryMatcher.choose(List.of(other), asked)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "Forwarded",
        "X-Forwarded-Proto",
        "X-HTTP-Method-Override",
        "x-original-url",
        "X_Forwarded_User",
        "Proxy-Authorization"
      })
  void fieldThatIsNotSentUpstreamIsIgnored(String unsent) {
    String[] response = {"Vary", "X-A, " + unsent};
    CacheLookup asked = lookup("X-A", "1", unsent, "one");
    StoredResponse stored = storedFor(asked, response);
    StoredResponse formerly =
        stored(
            Headers.of("x-a", "1", unsent, "one"),
            Headers.of(response),
            Duration.ZERO,
            Duration.ofMinutes(1));

    assertThat(stored.request().headers()).isEqualTo(Headers.of("x-a", "1"));
    for (StoredResponse one : List.of(stored, formerly)) {
      assertThat(VaryMatcher.matches(one, lookup("X-A", "1", unsent, "other"))).isTrue();
      assertThat(VaryMatcher.matches(one, lookup("X-A", "1"))).isTrue();
      assertThat(VaryMatcher.matches(one, lookup("X-A", "2", unsent, "one"))).isFalse();
    }
    assertThat(VaryMatcher.coversVary(stored(Headers.EMPTY), Headers.of("Vary", unsent))).isTrue();
  }

  @Test
  void acceptEncodingIsComparedByWhetherGzipIsAccepted() {
    StoredResponse stored =
        storedFor(lookup("Accept-Encoding", "gzip, br"), "Vary", "Accept-Encoding");

    assertThat(VaryMatcher.matches(stored, lookup("Accept-Encoding", "deflate, gzip;q=0.5")))
        .isTrue();
    assertThat(VaryMatcher.matches(stored, lookup())).isFalse();
  }

  @Test
  void loadBalancerCookiesAreIgnored() {
    StoredResponse mine = storedFor(lookup("Cookie", "AWSALB=0; session=a"), "Vary", "Cookie");
    StoredResponse nobodys = storedFor(lookup("Cookie", "AWSALB=0"), "Vary", "Cookie");

    assertThat(VaryMatcher.matches(mine, lookup("Cookie", "AWSALB=1; session=a"))).isTrue();
    assertThat(VaryMatcher.matches(mine, lookup("Cookie", "session=a; AWSALB=1"))).isTrue();
    assertThat(VaryMatcher.matches(mine, lookup("Cookie", "AWSALB=0; session=b"))).isFalse();
    assertThat(VaryMatcher.matches(mine, lookup("Cookie", "AWSALB=0"))).isFalse();
    assertThat(VaryMatcher.matches(nobodys, lookup("Cookie", "AWSALB=1"))).isTrue();
    assertThat(VaryMatcher.matches(nobodys, lookup())).isTrue();
  }

  @Test
  void credentialIsStoredAndComparedAsItsFingerprint() {
    CacheLookup mine = lookup("Authorization", "Bearer secret");
    StoredResponse stored = storedFor(mine, "Vary", "Authorization");

    assertThat(stored.request().headers().first("authorization"))
        .hasSize(32)
        .doesNotContain("secret");
    assertThat(VaryMatcher.matches(stored, mine)).isTrue();
    assertThat(VaryMatcher.matches(stored, lookup("Authorization", "Bearer other"))).isFalse();
  }
}
