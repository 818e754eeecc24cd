package io.apibuddy.ports.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardingTest {

  @ParameterizedTest
  @CsvSource({
    "io.apibuddy.ports.store.Storage, io.apibuddy.ports.store.ForwardingStorage",
    "io.apibuddy.ports.store.ResponseStore, io.apibuddy.ports.store.ForwardingResponseStore",
    "io.apibuddy.ports.store.EntryWriter, io.apibuddy.ports.store.ForwardingEntryWriter",
    "io.apibuddy.ports.upstream.UpstreamClient,"
        + " io.apibuddy.ports.upstream.ForwardingUpstreamClient"
  })
  void forwardingClassOverridesEveryMethodOfItsPort(Class<?> port, Class<?> forwarding) {
    assertThat(signatures(forwarding)).containsAll(signatures(port)).isNotEmpty();
  }

  private static Set<String> signatures(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(ForwardingTest::signature)
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }
}
