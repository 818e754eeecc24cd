package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy {@code ttl}. */
class StorabilityPolicyTest {

  private static CacheConfiguration cache(boolean errors, boolean ignoreNoStore) {
    return new CacheConfiguration.Builder()
        .cacheableMethods(Set.of("GET"))
        .cacheErrorResponses(errors)
        .maxResponseSize(1000)
        .ignoreNoStore(ignoreNoStore)
        .build();
  }

  private static Storability judge(int status, String... fields) {
    return StorabilityPolicy.judge(
        StoredResponses.lookup(cache(false, false), RequestDirectives.NONE),
        new ReceivedResponse(
            new ResponseHead(status, Headers.of(fields)), StoredResponses.RESPONDED));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 300, 301, 308})
  void heuristicallyCacheableSuccessesAreStored(int status) {
    assertThat(judge(status)).isEqualTo(Storability.YES);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 206, 302, 303, 304, 307, 400, 401, 404, 410, 429, 500, 503})
  void otherStatusCodesAreNotStoredButShared(int status) {
    assertThat(judge(status)).isEqualTo(Storability.no("status-not-cacheable"));
  }

  @Test
  void okWithAContentRangeInBytesIsNotStored() {
    assertThat(judge(200, "Content-Range", "bytes 0-1/9"))
        .isEqualTo(Storability.no("content-range"));
    assertThat(judge(200, "Content-Range", "0-1/*")).isEqualTo(Storability.YES);
    assertThat(judge(200, "Content-Range", "posts 0-1/9")).isEqualTo(Storability.YES);
    assertThat(judge(206, "Content-Range", "bytes 0-1/9"))
        .isEqualTo(Storability.no("status-not-cacheable"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, true",
    "404, true",
    "410, true",
    "418, true",
    "422, true",
    "500, true",
    "501, true",
    "401, false",
    "403, false",
    "407, false",
    "408, false",
    "412, false",
    "416, false",
    "425, false",
    "428, false",
    "429, false",
    "431, false",
    "498, false",
    "502, false",
    "503, false",
    "504, false",
    "511, false",
    "520, false",
    "524, false",
    "527, false",
    "529, false",
    "530, false",
    "206, false",
    "302, false"
  })
  void errorsAreStoredIfConfiguredExceptThoseOfOneCallerOrMoment(int status, boolean storable) {
    assertThat(
            StorabilityPolicy.judge(
                    StoredResponses.lookup(cache(true, false), RequestDirectives.NONE),
                    new ReceivedResponse(
                        new ResponseHead(status, Headers.EMPTY), StoredResponses.RESPONDED))
                .storable())
        .isEqualTo(storable);
  }

  @Test
  void freshnessDirectivesOfTheUpstreamAreIgnored() {
    assertThat(judge(200, "Cache-Control", "private, no-cache, max-age=0", "Expires", "0"))
        .isEqualTo(Storability.YES);
  }

  @Test
  void noStoreForbidsStoringAndSharingUnlessItIsIgnored() {
    Headers noStore = Headers.of("Cache-Control", "No-Store");

    assertThat(judge(200, "Cache-Control", "No-Store"))
        .isEqualTo(Storability.notShareable("no-store"));
    assertThat(
            StorabilityPolicy.judge(
                StoredResponses.lookup(cache(false, true), RequestDirectives.NONE),
                new ReceivedResponse(new ResponseHead(200, noStore), StoredResponses.RESPONDED)))
        .isEqualTo(Storability.YES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"99", "1001"})
  void noStoreForbidsSharingAtAnyLength(String length) {
    assertThat(judge(200, "Cache-Control", "no-store", "Content-Length", length))
        .isEqualTo(Storability.notShareable("no-store"));
  }

  @ParameterizedTest
  @CsvSource({"14, false", "' 5 ', false", "0, true", "' 0', true"})
  void failedGrpcCallIsNotStored(String status, boolean storable) {
    assertThat(judge(200, "Grpc-Status", status))
        .isEqualTo(storable ? Storability.YES : Storability.no("grpc-status"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, Mcp-Session-Id, false",
    "POST, access-token, false",
    "POST, X-Auth-Token, false",
    "POST, Authorization, false",
    "QUERY, X-Subject-Token, false",
    "POST, X-CSRF-Token, true",
    "POST, Set-Cookie, true",
    "GET, Mcp-Session-Id, true",
  })
  void credentialInTheAnswerToAPostForbidsStoringAndSharing(
      String method, String field, boolean storable) {
    assertThat(
            StorabilityPolicy.judge(
                StoredResponses.asked(method, cache(false, false)),
                new ReceivedResponse(
                    new ResponseHead(200, Headers.of("Date", "now", field, "s1")),
                    StoredResponses.RESPONDED)))
        .isEqualTo(storable ? Storability.YES : Storability.notShareable("credential"));
  }

  @Test
  void varyAsteriskForbidsStoringAndSharing() {
    assertThat(judge(200, "Vary", "Accept, *"))
        .isEqualTo(Storability.notShareable("vary-asterisk"));
  }

  @Test
  void noStoreOfTheRequestForbidsStoringAndSharing() {
    RequestDirectives directives =
        RequestDirectives.of(Headers.of("Cache-Control", "no-store"), true);

    assertThat(
            StorabilityPolicy.judge(
                StoredResponses.lookup(cache(false, true), directives),
                new ReceivedResponse(
                    new ResponseHead(200, Headers.EMPTY), StoredResponses.RESPONDED)))
        .isEqualTo(Storability.notShareable("request-no-store"));
  }

  @ParameterizedTest
  @CsvSource({
    "99, too-small",
    "100, ''",
    "1000, ''",
    "1001, too-large",
    "nonsense, ''",
    "99999999999999999999, ''"
  })
  void contentLengthMustBeWithinTheBounds(String length, String detail) {
    Storability storability = judge(200, "Content-Length", length);

    assertThat(storability.detail()).isEqualTo(detail);
    assertThat(storability.storable()).isEqualTo(detail.isEmpty());
    assertThat(storability.shareable()).isTrue();
  }
}
