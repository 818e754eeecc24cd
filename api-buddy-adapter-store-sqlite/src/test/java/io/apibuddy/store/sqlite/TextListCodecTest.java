package io.apibuddy.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextListCodecTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 100_000})
  void textsOfAnyLengthComeBack(int length) {
    Headers headers = Headers.of("Name", "\u00e9".repeat(length), "name", "v".repeat(length));

    Headers decoded = TextListCodec.decodeHeaders(TextListCodec.encode(headers));

    assertThat(decoded).isEqualTo(headers);
    assertThat(decoded.name(0)).isEqualTo("Name");
    assertThat(decoded.name(1)).isEqualTo("name");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 100_000})
  void asciiOfAnyLengthComesBack(int length) {
    Headers headers = Headers.of("Name", "v".repeat(length), "name", "w".repeat(length));

    assertThat(TextListCodec.decodeHeaders(TextListCodec.encode(headers))).isEqualTo(headers);
  }

  @Test
  void headersAndAttributesHaveTheSameEncoding() {
    Headers ascii = Headers.of("a", "1".repeat(200), "b", "");
    Headers octets = Headers.of("a", "\u00fc", "b", "x");

    assertThat(TextListCodec.encode(ascii))
        .isEqualTo(TextListCodec.encode(Map.of("a", "1".repeat(200), "b", "")));
    assertThat(TextListCodec.encode(octets))
        .isEqualTo(TextListCodec.encode(Map.of("a", "\u00fc", "b", "x")));
  }

  @Test
  void emptyListIsEncodedAsNoBytes() {
    assertThat(TextListCodec.encode(Headers.EMPTY)).isEmpty();
    assertThat(TextListCodec.decodeHeaders(new byte[0])).isEqualTo(Headers.EMPTY);
    assertThat(TextListCodec.decodeAttributes(new byte[0])).isEmpty();
  }

  @Test
  void equalAttributesAreEncodedAsEqualBytes() {
    Map<String, String> one = Map.of("a", "1", "b", "2", "c", "3", "d", "");
    Map<String, String> other = new LinkedHashMap<>();
    for (String name : new String[] {"d", "c", "b", "a"}) {
      other.put(name, one.getOrDefault(name, ""));
    }

    assertThat(TextListCodec.encode(one)).isEqualTo(TextListCodec.encode(other));
    assertThat(TextListCodec.decodeAttributes(TextListCodec.encode(one))).isEqualTo(one);
  }
}
