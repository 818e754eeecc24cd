package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Properties of {@link TextListCodec}: headers and attributes survive a round trip. */
class TextListCodecProperties {

  @Provide
  Arbitrary<Headers> headers() {
    Arbitrary<String> values =
        Arbitraries.strings()
            .withCharRange('\u0001', '\u00ff')
            .excludeChars('\r', '\n')
            .ofMaxLength(200);
    return Combinators.combine(Arbitraries.of("A", "a", "X-Any"), values)
        .as(List::of)
        .list()
        .ofMaxSize(6)
        .map(lines -> lines.stream().flatMap(List::stream).toArray(String[]::new))
        .map(Headers::of);
  }

  @Property(tries = 500, seed = "1")
  void headersAreDecodedAsTheyWereEncoded(@ForAll("headers") Headers headers) {
    byte[] written = TextListCodec.encode(headers);

    assertThat(TextListCodec.decodeHeaders(written)).isEqualTo(headers);
    assertThat(TextListCodec.encode(TextListCodec.decodeHeaders(written))).isEqualTo(written);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(100);
  }

  @Property(tries = 500, seed = "2")
  void attributesAreDecodedAsTheyWereEncoded(
      @ForAll @Size(max = 5) Map<@From("texts") String, @From("texts") String> attributes) {
    assertThat(TextListCodec.decodeAttributes(TextListCodec.encode(attributes)))
        .isEqualTo(attributes);
  }
}
