package io.apibuddy.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.ports.http.Headers;
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

  private String rewrite(String name, String value) {
    return rewriter.rewrite(name, value, router.routes().get(0), "localhost:8080");
  }

  @ParameterizedTest
  @CsvSource({
    "https://up.test/v1/things?q=1#f, http://localhost:8080/api/things?q=1#f",
    "https://up.test/v1, http://localhost:8080/api",
    "https://up.test/v1?q, http://localhost:8080/api?q",
    "HTTPS://UP.TEST:443/v1/Things, http://localhost:8080/api/Things",
    "//up.test/v1/things, http://localhost:8080/api/things",
    "/v1/things, http://localhost:8080/api/things",
    "/v2/things, http://localhost:8080/whole/v2/things",
    "https://up.test/v10, http://localhost:8080/whole/v10",
    "http://files.test:9000/base/f, http://localhost:8080/files/f",
  })
  void referencesIntoMappedUpstreamsLeadToTheProxy(String reference, String expected) {
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
        "?page=2",
        "#top",
        "",
        "mailto:a@b",
        "http://[",
        "http:///v1"
      })
  void otherReferencesStayAsTheyAre(String reference) {
    assertThat(rewrite("location", reference)).isEqualTo(reference);
  }

  @ParameterizedTest
  @CsvSource({
    "//elsewhere.test/v1, https://elsewhere.test/v1",
    "/v2/things, https://up.test/v2/things",
    "/files/base/f, https://up.test/files/base/f"
  })
  void whatLeavesTheMappingDoesNotLeadToTheProxysOwnPaths(String reference, String expected) {
    Router one =
        new Router(
            List.of(
                AliasConfiguration.of("api", "https://up.test/v1"),
                AliasConfiguration.of("files", "http://files.test:9000/base")));
    assertThat(
            new ReferenceRewriter(one)
                .rewrite("Location", reference, one.routes().get(0), "localhost:8080"))
        .isEqualTo(expected);
  }

  @Test
  void anUpstreamDoesNotLeadToWhereAnotherMappingsCredentialsAreSpent() {
    AliasConfiguration spending =
        AliasConfiguration.of("paid", "https://paid.test")
            .withInjected(Headers.of("Authorization", "Bearer owner"));
    Router both = new Router(List.of(AliasConfiguration.of("api", "https://up.test"), spending));
    ReferenceRewriter rewriter = new ReferenceRewriter(both);

    assertThat(rewriter.rewrite("Location", "https://paid.test/x", both.routes().get(0), "l:1"))
        .isEqualTo("https://paid.test/x");
    assertThat(rewriter.rewrite("Location", "https://paid.test/x", both.routes().get(1), "l:1"))
        .isEqualTo("http://l:1/paid/x");
  }

  @Test
  void everyTargetOfLinkIsRewrittenAndItsParametersStay() {
    assertThat(
            rewrite(
                "Link",
                "<https://up.test/v1/t?page=2>; rel=\"next\", </v1/t?page=$1>; rel=last,"
                    + " <https://x.test/>; rel=help"))
        .isEqualTo(
            "<http://localhost:8080/api/t?page=2>; rel=\"next\","
                + " <http://localhost:8080/api/t?page=$1>; rel=last, <https://x.test/>; rel=help");
  }

  @Test
  void fourFieldsHoldReferences() {
    assertThat(List.of("Location", "content-location", "Operation-Location", "LINK"))
        .allMatch(ReferenceRewriter::holdsReferences);
    assertThat(List.of("Content-Type", "Refresh", "Locations"))
        .noneMatch(ReferenceRewriter::holdsReferences);
  }
}
