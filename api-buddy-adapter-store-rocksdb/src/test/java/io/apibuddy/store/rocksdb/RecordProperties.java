package io.apibuddy.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read as it was. */
class RecordProperties {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withCharRange('\u0000', '\ud7ff').ofMaxLength(100);
  }

  @Property(tries = 500, seed = "1")
  void values(
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
    assertThat(in.text()).isEqualTo(text);
    assertThat(in.hasMore()).isFalse();
  }
}
