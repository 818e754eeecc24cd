package io.apibuddy.domain.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.ports.http.Headers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceRewriterTest {
  private final Router router =
      new Router(
          List.of(
              AliasConfiguration.of("api", "https://up.test/v1"),
              AliasConfiguration.of("whole", "https://up.test"),
              AliasConfiguration.of("files", "http://files.test:9000/base")));
  private final ReferenceRewriter rewriter = new ReferenceRewriter(router);

  private final ProxyAddress proxy = new ProxyAddress("http", "localhost:8080", "", false);

  private String rewrite(String name, String value) throws BadTargetException {
    return rewriter.rewrite(name, value, asked(router, "/api/things/1"), proxy);
  }

  private String location(Router router, String path, String reference) throws BadTargetException {
    return new ReferenceRewriter(router).rewrite("Location", reference, asked(router, path), proxy);
  }

  private static RoutedTarget asked(Router router, String path) throws BadTargetException {
    return requireNonNull(router.route(new RequestTarget(path, null)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://up.test/v1/things?q=1#f, http://localhost:8080/api/things?q=1#f",
    "https://up.test/v1, http://localhost:8080/api",
    "https://up.test/v1?q, http://localhost:8080/api?q",
    "HTTPS://UP.TEST:443/v1/Things, http://localhost:8080/api/Things",
    "//up.test/v1/things, http://localhost:8080/api/things",
    "/v1/things, /api/things",
    "/v2/things, /whole/v2/things",
    "https://up.test/v10, http://localhost:8080/whole/v10",
    "http://files.test:9000/base/f, http://localhost:8080/files/f",
    "../../other, /whole/v1/things/../../other",
    "../../v1/x, /whole/v1/things/../../v1/x",
    "https://up.test/v1/../files, http://localhost:8080/whole/v1/../files",
    "https://up.test/v1/%2e%2e/files?q, http://localhost:8080/whole/v1/%2e%2e/files?q",
  })
  void referencesToMappedUpstreamsAreRewrittenToTheProxy(String reference, String expected)
      throws Exception {
    assertThat(rewrite("Location", reference)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.test/v1",
        "https://up.test.evil/v1",
        "https://user@up.test/v1",
        "http://up.test/v1",
        "http://files.test/base/f",
        "http://files.test:9000/other",
        "things/1",
        "../others/1",
        "https://up.test/../v1/x",
        "things?next=../../../x",
        "?page=2",
        "#top",
        "",
        "mailto:a@b",
        "http://[",
        "http:///v1"
      })
  void otherReferencesStayAsTheyAre(String reference) throws Exception {
    assertThat(rewrite("location", reference)).isEqualTo(reference);
  }

  @ParameterizedTest
  @CsvSource({
    "//elsewhere.test/v1, https://elsewhere.test/v1",
    "/v2/things, https://up.test/v2/things",
    "/files/base/f, https://up.test/files/base/f",
    "../../files/base/f, https://up.test/v1/things/../../files/base/f",
    "https://up.test/v1/../../files/base/f, https://up.test/v1/../../files/base/f",
    "/v1/.\t./files/f, https://up.test/v1/.\t./files/f",
    "https://up.test/v1/%2\te%2e/files/f, https://up.test/v1/%2\te%2e/files/f",
    ".\t./.\t./files/f, https://up.test/v1/things/.\t./.\t./files/f",
    "/v1/a\tb, /api/a\tb",
  })
  void referenceThatLeavesItsMappingBecomesOneToTheUpstream(String reference, String expected)
      throws Exception {
    Router one =
        new Router(
            List.of(
                AliasConfiguration.of("api", "https://up.test/v1"),
                AliasConfiguration.of("files", "http://files.test:9000/base")));
    assertThat(location(one, "/api/things/1", reference)).isEqualTo(expected);
  }

  @Test
  void referenceToAnotherMappingWithCredentialsIsNotRewritten() throws Exception {
    AliasConfiguration spending =
        AliasConfiguration.of("paid", "https://paid.test")
            .withInjected(Headers.of("Authorization", "Bearer owner"));
    Router both = new Router(List.of(AliasConfiguration.of("api", "https://up.test"), spending));
    ReferenceRewriter rewriter = new ReferenceRewriter(both);

    assertThat(rewriter.rewrite("Location", "https://paid.test/x", asked(both, "/api/x"), proxy))
        .isEqualTo("https://paid.test/x");
    assertThat(rewriter.rewrite("Location", "https://paid.test/x", asked(both, "/paid/y"), proxy))
        .isEqualTo("http://localhost:8080/paid/x");
  }

  @ParameterizedTest
  @CsvSource({
    "/in/b/v1/x, https://one.test/in/b/v1/x",
    "/in/b, https://one.test/in/b",
    "/in/b?q, https://one.test/in/b?q",
    "https://one.test/in/b/x, https://one.test/in/b/x",
    "b/x, https://one.test/in/b/x",
    "./b/x, https://one.test/in/./b/x",
    "/in/a/../b/x, https://one.test/in/a/../b/x",
    "/in/a/%2e%2E/%62/x, https://one.test/in/a/%2e%2E/%62/x",
    "/in/a\\..\\b\\x, https://one.test/in/a\\..\\b\\x",
    "/in/\tb/x, https://one.test/in/\tb/x",
    "/in/bb/x, /nest/bb/x",
    "/in/a/b/x, /nest/a/b/x",
    "bb/x, bb/x",
  })
  void referenceThatANestedAliasWouldCatchLeadsToTheUpstream(String reference, String expected)
      throws Exception {
    Router nested =
        new Router(
            List.of(
                AliasConfiguration.of("nest", "https://one.test/in"),
                AliasConfiguration.of("nest/b", "https://two.test/bb")
                    .withInjected(Headers.of("X-Key", "owner"))));

    assertThat(location(nested, "/nest/page", reference)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://one.test/in/b/x, http://localhost:8080/nest/b/x",
    "b/x?q, b/x?q",
    "https://one.test/in/%62/x, https://one.test/in/%62/x",
  })
  void referenceMayLeadThroughANestedAliasToTheSameUrl(String reference, String expected)
      throws Exception {
    Router nested =
        new Router(
            List.of(
                AliasConfiguration.of("nest", "https://one.test/in"),
                AliasConfiguration.of("nest/b", "https://one.test/in/b")));

    assertThat(location(nested, "/nest/page", reference)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, https://up.test/docs",
    "https://up.test/docs?q, https://up.test/docs?q",
    "/docs/, /manual/",
    "/docs/a, /manual/a",
  })
  void baseWithATrailingSlashDoesNotCoverThePathWithoutIt(String reference, String expected)
      throws Exception {
    Router slash = new Router(List.of(AliasConfiguration.of("manual", "https://up.test/docs/")));

    assertThat(location(slash, "/manual", reference)).isEqualTo(expected);
    assertThat(slash.pathTo("https://up.test/docs")).isNull();
    assertThat(slash.pathTo("https://up.test/docs/")).isEqualTo("/manual/");
  }

  @Test
  void nestedBaseWithATrailingSlashDoesNotCoverThePathWithoutIt() throws Exception {
    Router nested =
        new Router(
            List.of(
                AliasConfiguration.of("nest", "https://one.test/in"),
                AliasConfiguration.of("nest/b", "https://one.test/in/b/")));

    assertThat(location(nested, "/nest/page", "/in/b")).isEqualTo("https://one.test/in/b");
  }

  @Test
  void relativeReferenceOfTheBareAliasIsResolvedBelowIt() throws Exception {
    Router bare = new Router(List.of(AliasConfiguration.of("api", "https://up.test")));
    ReferenceRewriter rewriter = new ReferenceRewriter(bare);

    assertThat(rewriter.rewrite("Location", "things", asked(bare, "/api"), proxy))
        .isEqualTo("/api/things");
    assertThat(rewriter.rewrite("Location", "things", asked(bare, "/api/"), proxy))
        .isEqualTo("things");
  }

  @Test
  void referencesHaveTheSchemeAndTheKeyPrefixThatTheClientUses() throws Exception {
    ProxyAddress tls =
        ProxyAddress.of(Headers.of("X-Forwarded-Proto", "HTTPS, http"), "buddy.test", "/key");

    RoutedTarget asked = asked(router, "/api/y");
    assertThat(rewriter.rewrite("Location", "https://up.test/v1/x", asked, tls))
        .isEqualTo("https://buddy.test/key/api/x");
    assertThat(rewriter.rewrite("Location", "/v1/x", asked, tls)).isEqualTo("/key/api/x");
    assertThat(ProxyAddress.of(Headers.of("X-Forwarded-Proto", "ws"), "b", "").scheme())
        .isEqualTo("http");
    assertThat(ProxyAddress.of(Headers.EMPTY, "b", "").scheme()).isEqualTo("http");
  }

  @Test
  void everyTargetOfLinkIsRewrittenAndItsParametersStay() throws Exception {
    assertThat(
            rewrite(
                "Link",
                "<https://up.test/v1/t?page=2>; rel=\"next\", </v1/t?page=$1>; rel=last,"
                    + " <https://x.test/>; rel=help"))
        .isEqualTo(
            "<http://localhost:8080/api/t?page=2>; rel=\"next\","
                + " </api/t?page=$1>; rel=last, <https://x.test/>; rel=help");
  }

  @Test
  void unclosedLinkTargetsAreReadInLinearTime() throws Exception {
    String unended = "<".repeat(4_000_000);

    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> rewrite("Link", unended)))
        .isEqualTo(unended);
    assertThat(rewrite("Link", "a>b, </v1/x>; rel=next, <"))
        .isEqualTo("a>b, </api/x>; rel=next, <");
  }

  @Test
  void fieldsWithReferencesAreRecognized() throws Exception {
    assertThat(
            List.of(
                "Location",
                "content-location",
                "Operation-Location",
                "Azure-AsyncOperation",
                "LINK",
                "set-cookie",
                "x-goog-upload-url",
                "X-Goog-Upload-Control-URL"))
        .allMatch(ReferenceRewriter::concerns);
    assertThat(List.of("Content-Type", "Refresh", "Locations"))
        .noneMatch(ReferenceRewriter::concerns);
  }
}
