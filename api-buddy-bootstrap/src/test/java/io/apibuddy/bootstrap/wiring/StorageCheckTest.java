package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.ForwardingStorage;
import io.apibuddy.ports.store.MetricsJournal;
import io.apibuddy.ports.store.ResponseStore;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.ThrottleLedger;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked // adapters may be written in languages without null checks
class StorageCheckTest {
  private static final AdapterContext CONTEXT = AdapterContext.of(Settings.NONE);

  private int closed;

  /** A storage that lacks one part. */
  private final class Incomplete extends ForwardingStorage {
    private final String lacking;

    Incomplete(String lacking) {
      super(new InMemoryStorage(CONTEXT));
      this.lacking = lacking;
    }

    @Override
    public ResponseStore responses() {
      return lacking.equals("responses") ? null : super.responses();
    }

    @Override
    public ThrottleLedger throttle() {
      return lacking.equals("throttle") ? null : super.throttle();
    }

    @Override
    public MetricsJournal metrics() {
      return lacking.equals("metrics") ? null : super.metrics();
    }

    @Override
    public byte[] secret() {
      return lacking.equals("secret")
          ? null
          : lacking.equals("bytes") ? new byte[31] : super.secret();
    }

    @Override
    public void close() {
      closed++;
      super.close();
      throw new IllegalStateException("expected");
    }
  }

  private record Engine(UnaryOperator<AdapterContext> before, Storage storage)
      implements StorageProvider {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public Set<String> settingNames() {
      return Set.of();
    }

    @Override
    public Storage open(AdapterContext context) {
      AdapterContext unused = before.apply(context);
      return storage;
    }
  }

  private static Engine engine(Storage storage) {
    return new Engine(context -> context, storage);
  }

  @ParameterizedTest
  @CsvSource({
    "responses, no responses",
    "throttle, no throttle",
    "metrics, no metrics",
    "secret, no secret",
    "bytes, 'a secret of 31 bytes, not 32'"
  })
  void incompleteStorageIsNamedAndClosed(String part, String problem) {
    Engine engine = engine(new Incomplete(part));
    assertThatThrownBy(() -> StorageCheck.open(engine, CONTEXT))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNUSABLE))
        .hasMessageContaining(Engine.class.getName())
        .hasMessageEndingWith(problem);
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void engineThatReturnsNoStorageIsNamed() {
    assertThatThrownBy(() -> StorageCheck.open(engine(null), CONTEXT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(Engine.class.getName())
        .hasMessageEndingWith("nothing opened");
  }

  @Test
  void engineThatThrowsIsNamed() {
    Engine failing =
        new Engine(
            context -> {
              throw new IllegalStateException("boom");
            },
            null);
    assertThatThrownBy(() -> StorageCheck.open(failing, CONTEXT))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(Engine.class.getName())
        .hasMessageEndingWith("boom");
  }

  @Test
  void failureThatClosingMeetsAgainIsNotAddedToItself() {
    StoreException failure = new StoreException(StoreException.Kind.UNUSABLE, "broken");
    Storage broken =
        new ForwardingStorage(new InMemoryStorage(CONTEXT)) {
          @Override
          public byte[] secret() {
            throw failure;
          }

          @Override
          public void close() {
            super.close();
            throw failure;
          }
        };
    assertThatThrownBy(() -> StorageCheck.open(engine(broken), CONTEXT)).isSameAs(failure);
  }

  @Test
  void incompleteStorageOfTheCallerIsNotClosed() {
    Storage own = new Incomplete("metrics");
    assertThatThrownBy(() -> StorageCheck.complete(own, own))
        .hasMessageContaining(Incomplete.class.getName());
    assertThat(closed).isZero();
  }
}
