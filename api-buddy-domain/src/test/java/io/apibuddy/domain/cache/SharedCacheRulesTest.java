package io.apibuddy.domain.cache;

import static io.apibuddy.domain.cache.StoredResponses.http;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 3: what a shared cache may store. */
class SharedCacheRulesTest {
  private static final String MODIFIED = "Wed, 31 Dec 2025 00:00:00 GMT";
  private static final String DATE = "Date";
  private static final String NOW = "Tue, 01 Jan 2030 00:00:00 GMT";

  private static Storability judge(int status, String... fields) {
    return judge("GET", Headers.EMPTY, status, fields);
  }

  private static Storability judge(String method, Headers request, int status, String... fields) {
    Headers.Builder headers = Headers.builder().add(DATE, NOW);
    headers.addAll(Headers.of(fields));
    return SharedCacheRules.judge(
        http(),
        method,
        request,
        new ReceivedResponse(new ResponseHead(status, headers.build()), StoredResponses.RESPONDED));
  }

  private static boolean stores(String cacheControl) {
    return judge(200, "Cache-Control", cacheControl).storable();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 299, 301, 302, 307, 400, 404, 410, 418, 500, 503, 599})
  void section3AnyFinalStatusIsStoredWithExplicitFreshness(int status) {
    assertThat(judge(status, "Cache-Control", "max-age=60").storable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501})
  void section3HeuristicallyCacheableStatusesAreStoredWithADate(int status) {
    assertThat(judge(status, "Last-Modified", MODIFIED).storable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"200, true", "203, true", "204, true", "301, false", "404, false", "501, false"})
  void section4_3ResponseThatIsStaleAtOnceIsStoredIfItCanBeValidated(int status, boolean storable) {
    assertThat(judge(status, "ETag", "\"1\"").storable()).isEqualTo(storable);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 302, 303, 307, 400, 401, 403, 500, 503, 599})
  void section3OtherStatusesNeedExplicitFreshness(int status) {
    assertThat(judge(status, "Last-Modified", MODIFIED).storable()).isFalse();
    assertThat(judge(status, "Last-Modified", MODIFIED, "Cache-Control", "public").storable())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "428, , false",
    "431, , false",
    "412, , false",
    "429, , true",
    "511, , true",
    "429, no-store, false",
    "511, private, false",
    "599, 'must-understand, max-age=9', true",
    "599, 'must-understand, no-store', false",
    "599, 'must-understand, private', false"
  })
  void section4ResponseAboutOneRequestOrForbiddenIsNotSharedWithFollowers(
      int status, @Nullable String cacheControl, boolean shareable) {
    Storability judged =
        cacheControl == null ? judge(status) : judge(status, "Cache-Control", cacheControl);

    assertThat(judged)
        .returns(false, Storability::storable)
        .returns(shareable, Storability::shareable);
  }

  @ParameterizedTest
  @ValueSource(ints = {206, 304})
  void section3UnrequestedPartAndNotModifiedAreNeverStored(int status) {
    assertThat(judge(status, "Cache-Control", "max-age=60").storable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-store",
        "max-age=60, no-store",
        "NO-STORE",
        "no-store=\"x\"",
        "private",
        "private, max-age=60",
        "max-age=60, Private"
      })
  void section3NoStoreAndPrivateForbidStoringAndSharing(String cacheControl) {
    Storability storability = judge(200, "Cache-Control", cacheControl);

    assertThat(storability.storable()).isFalse();
    assertThat(storability.shareable()).isFalse();
  }

  @Test
  void section5_2_2_3MustUnderstandOverrulesNoStoreForStatusesThatAreUnderstood() {
    assertThat(stores("must-understand, no-store, max-age=60")).isTrue();
    assertThat(judge(599, "Cache-Control", "must-understand, no-store, max-age=60").storable())
        .isFalse();
    assertThat(judge(599, "Cache-Control", "must-understand, max-age=60").storable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "max-age=60, false",
    "'max-age=60, public', true",
    "'max-age=60, must-revalidate', true",
    "s-maxage=60, true",
    "'max-age=60, proxy-revalidate', false",
  })
  void section3_5AuthorizationNeedsPermission(String cacheControl, boolean stored) {
    Headers request = Headers.of("Authorization", "Bearer x");

    assertThat(judge("GET", request, 200, "Cache-Control", cacheControl).storable())
        .isEqualTo(stored);
  }

  @Test
  void section4_2_2AResponseThatCanNeitherBeFreshNorValidatedIsNotStored() {
    assertThat(judge(200).storable()).isFalse();
    assertThat(stores("max-age=0")).isFalse();
    assertThat(judge(200, "Cache-Control", "no-cache", "ETag", "\"1\"").storable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'max-age=0, stale-while-revalidate=9', true",
    "'max-age=0, stale-if-error=9', true",
    "'max-age=0, stale-if-error=0', false",
    "'max-age=0, stale-if-error=9, must-revalidate', false",
    "'s-maxage=0, stale-while-revalidate=9', false"
  })
  void rfc5861ResponseThatMayBeServedStaleIsStored(String cacheControl, boolean stored) {
    assertThat(stores(cacheControl)).isEqualTo(stored);
  }

  @Test
  void section5_2_2_4QualifiedFormsWithholdTheirFieldsOnly() {
    Storability storability =
        judge(200, "Cache-Control", "max-age=60, no-cache=\"X-A, x-b\", private=\"X-C\"");

    assertThat(storability.storable()).isTrue();
    assertThat(storability.withheld()).containsExactlyInAnyOrder("x-a", "x-b", "x-c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private=\"x-a\", private",
        "private, private=\"x-a\"",
        "private=\"x-a\", private=\"x a\""
      })
  void section4_2_1PlainFormAppliesBesideAQualifiedOne(String directives) {
    assertThat(stores("max-age=60, " + directives)).isFalse();
  }

  @Test
  void section5_2_2_4TheNamesOfAllQualifiedFormsAreWithheld() {
    Storability storability =
        judge(
            200,
            "Cache-Control",
            "max-age=60, private=\"X-A\"",
            "Cache-Control",
            "private=x-b, no-cache=\"x-c\", no-cache=\"x-d\"");

    assertThat(storability.withheld()).containsExactlyInAnyOrder("x-a", "x-b", "x-c", "x-d");
  }

  @Test
  void rfc9110Section9_3_3APostIsStoredWithExplicitFreshnessOnly() {
    assertThat(judge("POST", Headers.EMPTY, 200, "ETag", "\"1\"").storable()).isFalse();
    assertThat(judge("POST", Headers.EMPTY, 200, "Cache-Control", "max-age=9").storable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private=\"x a\"",
        "private=\"x-a, \\\"b\"",
        "private=\"x-a",
        "private=\"\"",
        "private=",
        "private = \"x a\""
      })
  void section5_2_2_7ArgumentThatIsNoListOfNamesAppliesToTheWholeResponse(String directive) {
    assertThat(stores("max-age=60, " + directive)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"private=x-a", "private=\" X-A , ,\"", "PRIVATE=\"x-a\""})
  void section5_2_2_7NamesAreReadInEveryForm(String directive) {
    assertThat(judge(200, "Cache-Control", "max-age=60, " + directive).withheld())
        .containsExactly("x-a");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes 0-1/7, true",
    "bytes 0-1/*, true",
    "bytes 2-1/7, false",
    "bytes 0-7/7, false",
    "bytes */7, false",
    "lines 0-1/7, false",
  })
  void section3_3RequestedSingleRangeIsStored(String contentRange, boolean stored) {
    Headers request = Headers.of("Range", "bytes=0-1");
    String[] response = {"Content-Range", contentRange, "Cache-Control", "max-age=60"};

    assertThat(judge("GET", request, 206, response).storable()).isEqualTo(stored);
    assertThat(judge(206, response).storable()).isFalse();
    assertThat(judge("POST", request, 206, response).storable()).isFalse();
    assertThat(
            judge("GET", request, 206, "Content-Range", contentRange, "ETag", "\"1\"").storable())
        .isFalse();
  }

  @Test
  void section3_3RangeMayHaveAHeuristicLifetime() {
    Headers request = Headers.of("Range", "bytes=0-1");
    String longAgo = "Sat, 01 Dec 2029 00:00:00 GMT";

    assertThat(
            judge("GET", request, 206, "Content-Range", "bytes 0-1/7", "Last-Modified", longAgo)
                .storable())
        .isTrue();
  }

  @Test
  void section3_1ContentRangeInA200IsIgnored() {
    assertThat(judge(200, "Cache-Control", "max-age=60", "Content-Range", "bytes 0-1/2").storable())
        .isTrue();
  }

  @Test
  void section5_3ExpiresWithATwoDigitYearInTheFutureIsValid() {
    assertThat(judge(200, "Expires", "Thursday, 18-Aug-50 02:01:18 GMT").storable()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "no-store, false",
    "'max-age=60', true",
    "'no-store=?0, max-age=60', true",
    "'max-age=60;x=1', true",
    "'no-store=?0', false",
    "none, false",
    "'max-age=60, private', false",
    "'max-age=60, private=\"x-a\"', true",
    "'max-age=60, private=(\"x-a\")', false",
    "'max-age=\"60\"', false",
    "max-age=60.0, false",
    "'max-age=1, max-age=60', true",
    "'max-age=60, x=(1 \"a\";b ?0 ), y=:aGk=:, z=@1, u=%\"%c3%bc\", v=1.5;w=*a', true",
    "'', false",
    "'max-age=60,', false",
    "'max-age=60 max-age=60', false",
    "'max-age=60, x=1.', false",
    "'max-age=60, x=(1', false",
    "'max-age=60, x=\"\u00fc\"', false",
    "'max-age=60, x=1234567890123456', false",
    "'Max-Age=60', false",
  })
  void rfc9213ValidTargetedFieldReplacesCacheControl(String targeted, boolean stored) {
    assertThat(judge(200, "CDN-Cache-Control", targeted, "Cache-Control", "no-store").storable())
        .isEqualTo(stored);
  }
}
