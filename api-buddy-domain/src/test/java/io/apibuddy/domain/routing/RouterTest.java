package io.apibuddy.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.config.AliasConfiguration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mapping a path selects, and the target at its upstream. */
class RouterTest {
  private final Router router =
      router(
          "api", "http://up.test/v1",
          "api/beta", "http://beta.test",
          "api/beta/deep", "https://deep.test:8443/base/",
          "root", "HTTP://Root.TEST:80/",
          "api.example.com", "https://api.example.com:443");

  private static Router router(String... aliasesAndUpstreams) {
    AliasConfiguration[] mappings = new AliasConfiguration[aliasesAndUpstreams.length / 2];
    for (int i = 0; i < mappings.length; i++) {
      mappings[i] =
          AliasConfiguration.of(aliasesAndUpstreams[2 * i], aliasesAndUpstreams[2 * i + 1]);
    }
    return new Router(Arrays.asList(mappings));
  }

  private RoutedTarget route(String target) throws BadTargetException {
    RoutedTarget routed = router.route(RequestTargetParser.parse(target, "localhost"));
    assertThat(routed).as(target).isNotNull();
    return routed == null ? new RoutedTarget(router.routes().get(0), NOWHERE, NOWHERE) : routed;
  }

  private static final RequestTarget NOWHERE = new RequestTarget("/", null);

  @ParameterizedTest
  @CsvSource({
    "/api, http://up.test, /v1",
    "/api/, http://up.test, /v1/",
    "/api/s, http://up.test, /v1/s",
    "/api/s/, http://up.test, /v1/s/",
    "/api?q=1, http://up.test, /v1?q=1",
    "/api/a%2Fb%2e?x=%2F&x, http://up.test, /v1/a%2Fb%2e?x=%2F&x",
    "/api/betamax, http://up.test, /v1/betamax",
    "/api/beta, http://beta.test, /",
    "/api/beta/, http://beta.test, /",
    "/api/beta/x, http://beta.test, /x",
    "/api/beta/deeper, http://beta.test, /deeper",
    "/api/beta/deep/x, https://deep.test:8443, /base/x",
    "/api/beta/deep, https://deep.test:8443, /base/",
    "/api/beta/deep?q=1, https://deep.test:8443, /base/?q=1",
    "/api/beta/deep/, https://deep.test:8443, /base/",
    "/root?q=1, http://root.test, /?q=1",
    "/root, http://root.test, /",
    "/root//x, http://root.test, //x",
    "/api.example.com/v2, https://api.example.com, /v2",
  })
  void theLongestAliasOnSegmentBoundariesWinsAndTheRestIsAppended(
      String target, String origin, String upstreamTarget) throws Exception {
    RoutedTarget routed = route(target);

    assertThat(routed.route().origin()).hasToString(origin);
    assertThat(routed.upstream().text()).isEqualTo(upstreamTarget);
  }

  @Test
  void anUpstreamsPathIsSentPercentEncoded() throws Exception {
    assertThat(
            router("cz", "http://up.test/po\u010das\u00ed%20x")
                .route(RequestTargetParser.parse("/cz/a", "localhost")))
        .extracting(routed -> routed.upstream().text())
        .isEqualTo("/po%C4%8Das%C3%AD%20x/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ap", "/apis", "/API/x", "//api", "/%61pi", "/beta", "/api%2Fx"})
  void aTargetThatBeginsWithNoAliasLeadsNowhere(String target) throws Exception {
    assertThat(router.route(RequestTargetParser.parse(target, "localhost"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/..",
        "/api/../x",
        "/api/%2e%2e/x",
        "/api/.%2E/x",
        "/api/%2e./x",
        "/api/a/../../x",
        "/api/./../x",
        "/api//../x",
        "/api/..;/x",
        "/api/..;jsessionid=1/x",
        "/api/%2e%2e%3b/x",
        "/api/..%2Fx",
        "/api/..%5cx",
        "/api/a%5c..%5c..%5cx",
        "/api/%2e%2e%2f%2e%2e",
        "/api/beta/../x",
        "/api/a%2Fb/../../x",
        "/api/a%5cb/../../x",
        "/api/a%2Fb%2F../../x",
        "/api/%c0%ae%C0%AE/x",
        "/api/..%c0%afx",
        "/api/a/..%c1%9c..%c1%9cx",
        "/api/%e0%80%ae./x",
      })
  void dotSegmentsThatLeaveTheAliasAreRefusedInEveryEncoding(String target) throws Exception {
    RequestTarget parsed = RequestTargetParser.parse(target, "localhost");

    assertThatThrownBy(() -> router.route(parsed)).isInstanceOf(BadTargetException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/.",
        "/./x",
        "/...",
        "/a..",
        "/..a",
        "/.../..",
        "/a;x=../b",
        "/a/%2e%2e/b",
        "/%252e%252e/x",
        "/%252e%252e%252fx",
        "/a%2Fb/../c",
        "/%c3%a9/..",
        "/%E2%80%AE",
        "/;.."
      })
  void dotSegmentsThatStayBelowTheAliasPassUnchanged(String rest) throws Exception {
    assertThat(route("/api" + rest).upstream().text()).isEqualTo("/v1" + rest);
  }

  @Test
  void aDoubleDotInTheQueryIsNoDotSegment() throws Exception {
    assertThat(route("/api?p=/../..").upstream().text()).isEqualTo("/v1?p=/../..");
  }
}
