package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Properties of {@link RecordWriter} and {@link RecordReader}: values survive a round trip. */
class RecordProperties {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(100);
  }

  @Property(tries = 500, seed = "1")
  void valuesAreReadAsTheyWereWritten(
      @ForAll("texts") String text,
      @ForAll byte[] array,
      @ForAll long number,
      @ForAll int small,
      @ForAll boolean flag) {
    Instant instant = Instant.ofEpochMilli(number);
    Duration duration = Duration.ofSeconds(small, number & 0xffff);
    RecordReader in =
        new RecordReader(
            new RecordWriter()
                .add(text)
                .add(number)
                .add(instant)
                .add(array)
                .add(small)
                .add(flag)
                .add(duration)
                .add(text)
                .bytes());

    assertThat(in.text()).isEqualTo(text);
    assertThat(in.longValue()).isEqualTo(number);
    assertThat(in.instant()).isEqualTo(instant);
    assertThat(in.array()).isEqualTo(array);
    assertThat(in.intValue()).isEqualTo(small);
    assertThat(in.flag()).isEqualTo(flag);
    assertThat(in.duration()).isEqualTo(duration);
    assertThat(in.hasMore()).isTrue();
    assertThat(in.text()).isEqualTo(text);
    assertThat(in.hasMore()).isFalse();
  }

  @Property(tries = 200, seed = "1")
  void headersAndTextsAreReadAsTheyWereWritten(
      @ForAll @Size(max = 60) List<@From("texts") String> values) {
    Headers.Builder fields = Headers.builder();
    for (String value : values) {
      fields.add("X-" + value.length(), "\u00e9" + value.hashCode());
    }
    Map<String, String> texts =
        values.stream().collect(Collectors.toMap(v -> v, v -> v + v, (one, other) -> one));
    RecordReader in =
        new RecordReader(
            new RecordWriter().add(fields.build()).add(texts).add(Headers.EMPTY).bytes());

    assertThat(in.headers()).isEqualTo(fields.build());
    assertThat(in.texts()).isEqualTo(texts);
    assertThat(in.headers()).isEqualTo(Headers.EMPTY);
    assertThat(in.hasMore()).isFalse();
  }
}
