package io.apibuddy.domain.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.ThrottleConfiguration;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedUpstreamTest {

  @ParameterizedTest
  @CsvSource({
    "https://up.test/bot1:S, https://up.test/bot${T}, /getMe, https://up.test/bot${T}",
    "HTTPS://UP.test:443/bot1:S/, HTTPS://UP.test:443/bot${T}/, /x, https://up.test/bot${T}",
    "http://up.test/a/S/b/S2/v1, http://up.test/a/${T}/b/${U}/v1, /, http://up.test/a/${T}/b/${U}/v1",
    "http://up.test/S/d, http://up.test/${T}, '', http://up.test/${T}",
    "http://up.test//\u00e9/S\u00e9/v1, http://up.test//\u00e9/${T}\u00e9/v1, /x, http://up.test//%C3%A9/${T}\u00e9/v1"
  })
  void valueOfAVariableIsShownAsItsPlaceholder(
      String upstream, String shown, String below, String shownBase) {
    AliasConfiguration mapping = mapping(upstream, shown);
    StoredRequest stored = at(mapping, below);

    StoredRequest told = MaskedUpstream.of(mapping).request(stored);

    assertThat(told.upstream()).isEqualTo(shownBase);
    assertThat(told.url()).isEqualTo(shownBase + below).doesNotContain("S");
    assertThat(new PortableRequest(told).at(mapping).request()).isEqualTo(stored);
  }

  @Test
  void formerValueOfAVariableIsHiddenToo() {
    AliasConfiguration mapping = mapping("https://up.test/bot2/v1", "https://up.test/bot${T}/v1");
    StoredRequest former = at(mapping("https://up.test/botOLD/v1", ""), "/x?botOLD=1");

    assertThat(MaskedUpstream.of(mapping).request(former).url())
        .isEqualTo("https://up.test/bot${T}/v1/x?botOLD=1");
    StoredRequest elsewhere = at(mapping("https://other.test/botOLD/v1", ""), "/x");
    assertThat(MaskedUpstream.of(mapping).request(elsewhere)).isSameAs(elsewhere);
  }

  @Test
  void valueOfAVariableIsHiddenInReferencesToo() {
    AliasConfiguration mapping = mapping("https://up.test/botS/v1", "https://up.test/bot${T}/v1");
    MaskedUpstream upstream = MaskedUpstream.of(mapping);
    Headers answered =
        Headers.of(
            "Location", "https://up.test/file/botS/x",
            "Link", "<https://up.test/botS>; rel=self, </botS?a>; rel=next, </botSxyz>; rel=last",
            "X-Other", "/botS");

    Headers shown = upstream.fields(answered, at(mapping, "/x"));

    assertThat(shown)
        .isEqualTo(
            Headers.of(
                "Location", "https://up.test/file/bot${T}/x",
                "Link",
                    "<https://up.test/bot${T}>; rel=self, </bot${T}?a>; rel=next, </botSxyz>; rel=last",
                "X-Other", "/botS"));
    assertThat(upstream.imported(new ResponseHead(200, shown)).headers())
        .isEqualTo(
            Headers.of(
                "Location", "https://up.test/file/bot${T}/x",
                "Link",
                    "<https://up.test/botS>; rel=self, </botS?a>; rel=next, </botSxyz>; rel=last",
                "X-Other", "/botS"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "Location, https://up.test/bot${T}/v1/x, https://up.test/botS/v1/x",
        "Location, HTTPS://UP.test/bot${T}, HTTPS://UP.test/botS",
        "Location, //up.test/bot${T}?a=/bot${T}, //up.test/botS?a=/bot${T}",
        "Content-Location, /bot${T}/x, /botS/x",
        "Link, `<https://up.test/bot${T}/2>; rel=next, </bot${T}>`, `<https://up.test/botS/2>; rel=next, </botS>`",
        "Refresh, 5; url=/bot${T}/x, 5; url=/botS/x",
        "Refresh, `0,URL = https://up.test/bot${T}`, `0,URL = https://up.test/botS`",
      })
  void placeholderInAReferenceToTheUpstreamIsFilledInOnImport(
      String name, String value, String filledIn) {
    MaskedUpstream upstream =
        MaskedUpstream.of(mapping("https://up.test/botS/v1", "https://up.test/bot${T}/v1"));

    ResponseHead imported = upstream.imported(new ResponseHead(302, Headers.of(name, value)));

    assertThat(imported.headers()).isEqualTo(Headers.of(name, filledIn));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "Location, https://evil.test/collect/bot${T}/x",
        "Location, https://evil.test/bot${T}/v1",
        "Location, http://up.test/bot${T}/v1",
        "Location, https://up.test:444/bot${T}/v1",
        "Location, https://up.test@evil.test/bot${T}/v1",
        "Location, https://up.test.evil.test/bot${T}/v1",
        "Location, https://up.test/other-tenant/bot${T}/v1",
        "Location, //evil.test/bot${T}/v1",
        "Location, //bot${T}/v1",
        "Location, `/\\evil.test/bot${T}/v1`",
        "Location, `https://evil.test/a,/bot${T}`",
        "Location, `https://evil.test/<https://up.test/bot${T}>`",
        "Location, https://up.test/login?next=https://evil.test/bot${T}",
        "Content-Location, https://evil.test/bot${T}",
        "Link, <https://evil.test/bot${T}>; rel=next",
        "Link, <https://evil.test/<https://up.test/bot${T}>; rel=next",
        "Link, <https://up.test/bot${T}",
        "Refresh, 0; url=https://evil.test/bot${T}",
        "Refresh, https://evil.test/?/bot${T}",
        "Operation-Location, https://evil.test/bot${T}",
      })
  void placeholderInAReferenceThatLeadsElsewhereStays(String name, String value) {
    MaskedUpstream upstream =
        MaskedUpstream.of(mapping("https://up.test/botS/v1", "https://up.test/bot${T}/v1"));
    ResponseHead fixture = new ResponseHead(302, Headers.of(name, value));

    assertThat(upstream.imported(fixture).headers()).isEqualTo(fixture.headers());
  }

  @Test
  void aPathThatCouldBeAHostIsNotFilledIn() {
    MaskedUpstream upstream =
        MaskedUpstream.of(mapping("https://up.test//a/S", "https://up.test//a/${T}"));
    Headers answer = Headers.of("Location", "//a/${T}", "Location", "https://up.test//a/${T}");

    assertThat(upstream.imported(new ResponseHead(302, answer)).headers())
        .isEqualTo(Headers.of("Location", "//a/${T}", "Location", "https://up.test//a/S"));
  }

  @Test
  void anUpstreamWithoutSecretsAndAnUnknownOneAreShownAsTheyAre() {
    AliasConfiguration plain = AliasConfiguration.of("a", "https://up.test/v1");
    StoredRequest stored = at(plain, "/x");

    assertThat(MaskedUpstream.of(plain).request(stored)).isSameAs(stored);
    assertThat(MaskedUpstream.of(null).request(stored)).isSameAs(stored);
  }

  private static AliasConfiguration mapping(String upstream, String shown) {
    return new AliasConfiguration(
        "a",
        URI.create(upstream),
        shown,
        CacheConfiguration.DEFAULT,
        AliasConfiguration.DEFAULT_TIMEOUTS,
        ThrottleConfiguration.DEFAULT,
        Headers.EMPTY,
        List.of());
  }

  private static StoredRequest at(AliasConfiguration mapping, String below) {
    StoredRequest plain =
        new StoredRequest("a", "http://x.test", "GET", below, Headers.EMPTY, Body.EMPTY, "");
    return new PortableRequest(plain).at(mapping).request();
  }
}
