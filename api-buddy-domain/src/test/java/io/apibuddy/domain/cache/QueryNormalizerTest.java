package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.ProxyConfiguration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The query in {@code ttl} policy. */
class QueryNormalizerTest {
  private final QueryNormalizer queries =
      new QueryNormalizer(
          true, Set.of("utm", "t"), ProxyConfiguration.DEFAULT_CREDENTIAL_QUERY_PARAMS);

  @ParameterizedTest
  @CsvSource({
    "b=2&a=1, a=1&b=2",
    "b=2&a=2&b=1&a=1, a=2&a=1&b=2&b=1",
    "flag, flag",
    "flag=, flag=",
    "q=%41+b&Q=1, Q=1&q=%41+b",
    "a&&b, &a&b",
    "a=1=2, a=1=2",
    "utm=1&a=1&t, a=1",
  })
  void pairsAreSortedByNameAndKeptAsText(String query, String expected) {
    QueryNormalizer.NormalizedQuery normal = queries.normalize(query);

    assertThat(normal.text()).isEqualTo(expected);
    assertThat(normal.credentials()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "id=1&i%64=2, id=1&i%64=2",
    "i%64=2&id=1, i%64=2&id=1",
    "z=0&f[]=a&f%5B%5D=b&f%5b%5d=c&a=1, a=1&f[]=a&f%5B%5D=b&f%5b%5d=c&z=0",
    "f%5b%5d=c&f%5B%5D=b&f[]=a, f%5b%5d=c&f%5B%5D=b&f[]=a",
    "a+b=2&z=1&a%20b=1, a+b=2&a%20b=1&z=1",
  })
  void spellingsOfOneNameKeepTheirOrder(String query, String expected) {
    assertThat(queries.normalize(query).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api_key",
        "api_token",
        "api_secret",
        "auth",
        "auth_key",
        "circle-token",
        "consumer_key",
        "consumer_secret",
        "id_token",
        "jwt",
        "license_key",
        "oauth_token",
        "oauth_signature",
        "pwd",
        "secret",
        "_sid",
        "user_key",
        "wstoken",
        "x-oss-signature",
        "X-Plex-Token",
        "zapikey"
      })
  void usualCredentialIsMasked(String name) {
    QueryNormalizer.NormalizedQuery normal = queries.normalize(name + "=s3cret&z=1");

    assertThat(normal.text()).contains(name + "=***", "z=1").doesNotContain("s3cret");
    assertThat(normal.credentials()).isEqualTo(name + "=s3cret&");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"page_token", "pageToken", "next_token", "author", "id", "session", "code"})
  void parameterThatOnlySoundsLikeACredentialIsKept(String name) {
    assertThat(queries.normalize(name + "=1").text()).isEqualTo(name + "=1");
  }

  /** Entries and recordings of earlier versions are found by this form. */
  @ParameterizedTest
  @CsvSource({
    "q=%41%2B+b&page=2&f1=0, f1=0&page=2&q=%41%2B+b",
    "f1=x&f%5B10%5D=b&f%5B2%5D=a&e=1, e=1&f%5B10%5D=b&f%5B2%5D=a&f1=x",
    "f[]=2&f[]=1&F[]=0&%7Ea=3, %7Ea=3&F[]=0&f[]=2&f[]=1",
    "a+b=1&a=2&a-b=3, a=2&a+b=1&a-b=3",
    "%C3%A4=2&z=1&%61=3, %61=3&%C3%A4=2&z=1",
    "q=a;b&a=1;z=2, a=1;z=2&q=a;b",
    "%=1&a%zz=2&a=3, %=1&a=3&a%zz=2",
    "%7A=1&b%5Bd%5D=2&b%5Bd%5D=1&%7A=0, %7A=1&%7A=0&b%5Bd%5D=2&b%5Bd%5D=1",
  })
  void namesSpelledInOneWayAreSortedAsTheyAreWritten(String query, String expected) {
    assertThat(queries.normalize(query).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "filter[x], filter%5Bx%5D",
    "filter[x], filter%5bx]",
    "filter%5Bx%5D, filter[x]",
    "utm, %75tm",
    "a+b, a%20b",
    "a%20b, a+b",
    "a%2Bb, a%2bb",
  })
  void ignoresAParameterHoweverItsNameIsEncoded(String ignored, String name) {
    QueryNormalizer ignoring = new QueryNormalizer(true, Set.of(ignored), Set.of());

    assertThat(ignoring.normalize(name + "=1&q=2").text()).isEqualTo("q=2");
    assertThat(ignoring.normalize(ignored + "=1&q=2").text()).isEqualTo("q=2");
  }

  @Test
  void ignoringKeepsApartNamesThatAreNotInUtf8() {
    QueryNormalizer ignoring = new QueryNormalizer(true, Set.of("%E4"), Set.of());

    assertThat(ignoring.normalize("%E4=1&%FC=2&q=3").text()).isEqualTo("%FC=2&q=3");
  }

  @Test
  void ignoringTakesAPlusForASpaceAsUpstreamsDo() {
    QueryNormalizer ignoring = new QueryNormalizer(true, Set.of("a%2Bb"), Set.of());

    assertThat(ignoring.normalize("a+b=1").text()).isEqualTo("a+b=1");
  }

  @Test
  void ignoredParameterThatContainsASemicolonIsKept() {
    assertThat(queries.normalize("utm=1;admin=1&a=1").text()).isEqualTo("a=1&utm=1;admin=1");
    assertThat(queries.normalize("utm=1&a=1;b=2").text()).isEqualTo("a=1;b=2");
    assertThat(queries.normalize("utm=1%3Badmin=1&t&a=1").text()).isEqualTo("a=1");
  }

  @Test
  void queryOfOnlyIgnoredNamesBecomesNoQueryAndAnEmptyOneStays() {
    assertThat(queries.normalize(null).text()).isNull();
    assertThat(queries.normalize("").text()).isEmpty();
    assertThat(queries.normalize("utm=1").text()).isNull();
  }

  @Test
  void credentialsAreMaskedAndReturnedInTheOrderOfTheirNames() {
    QueryNormalizer.NormalizedQuery normal =
        queries.normalize("z=1&X-Amz-Signature=s1&API_KEY=s2&key=s3&key=s4&keyboard=q");

    assertThat(normal.text())
        .isEqualTo("API_KEY=***&X-Amz-Signature=***&key=***&key=***&keyboard=q&z=1");
    assertThat(normal.credentials()).isEqualTo("API_KEY=s2&X-Amz-Signature=s1&key=s3&key=s4&");
  }

  @ParameterizedTest
  @CsvSource({
    "api%5Fkey=s, api%5Fkey=***,",
    "%61pi_key=s, %61pi_key=***,",
    "%54OKEN=s, %54OKEN=***,",
    "x%2Damz%2Dx=s, x%2Damz%2Dx=***,",
    "api%255Fkey=s, api%255Fkey=s, api%255Fkey=s",
    "api%5=s, api%5=s, api%5=s",
  })
  void namesOfCredentialsAreReadPercentDecoded(
      String query, String expected, @Nullable String without) {
    assertThat(queries.mask(query)).isEqualTo(expected);
    assertThat(queries.normalize(query).text()).isEqualTo(expected);
    assertThat(queries.withoutCredentials(query)).isEqualTo(without);
  }

  @Test
  void maskingChangesNothingElse() {
    assertThat(queries.mask("z=1&token=a=b&&a&sig")).isEqualTo("z=1&token=***&&a&sig=***");
    assertThat(queries.mask("&&")).isEqualTo("&&");
    assertThat(queries.mask(null)).isNull();
    assertThat(queries.mask("")).isEmpty();
  }
}
