package io.apibuddy.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.event.ExchangeListener;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventKindTest {

  private static Stream<Method> listenerMethods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && method.getName().startsWith("on"));
  }

  @Test
  void everyListenerMethodHasAnEvent() {
    assertThat(listenerMethods(ExchangeListener.class))
        .extracting(
            method -> method.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(EventKind.values()).map(EventKind::name).toList());
  }

  @ParameterizedTest
  @ValueSource(classes = {ForwardingListener.class, FunctionListener.class})
  void everyListenerMethodIsForwarded(Class<?> listener) {
    assertThat(listenerMethods(listener))
        .extracting(Method::getName)
        .containsExactlyInAnyOrderElementsOf(
            listenerMethods(ExchangeListener.class).map(Method::getName).toList());
  }
}
