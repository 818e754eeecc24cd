package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Property of encoder and parser: header fields survive a round trip. */
class HeadRoundTripProperties {

  @Provide
  Arbitrary<Headers> headers() {
    Arbitrary<String> names = Arbitraries.of("A", "a", "X-Any", "!#$%&'*+-.^_`|~9");
    Arbitrary<String> values =
        Arbitraries.strings()
            .withChars("\t ab:,;\"\\")
            .withCharRange('\u0080', '\u00ff')
            .ofMaxLength(5)
            .map(HeadRoundTripProperties::trimmed);
    return Combinators.combine(names, values)
        .as(List::of)
        .list()
        .ofMaxSize(6)
        .map(lines -> lines.stream().flatMap(List::stream).toArray(String[]::new))
        .map(Headers::of);
  }

  @Property(tries = 1_000, seed = "1")
  void headerSectionIsParsedAsItWasEncoded(@ForAll("headers") Headers headers) {
    String written =
        StandardCharsets.ISO_8859_1
            .decode(new HeadEncoder().field("Host", "h").fields(headers).end())
            .toString();
    ParsedRequests parsed = ParsedRequests.of("GET / HTTP/1.1\r\n" + written);

    assertThat(parsed.requests()).hasSize(1);
    assertThat(parsed.requests().get(0).head().headers().without("Host"::equals))
        .isEqualTo(headers);
  }

  private static String trimmed(String value) {
    return value.replaceAll("^[ \t]+|[ \t]+$", "");
  }
}
