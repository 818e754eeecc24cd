package io.apibuddy.ports.contract;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All that an engine's test must supply. The contracts ask for a {@link StorageFixture} in each
 * test's parameters; what it opened is closed after the test.
 */
@ExtendWith(StorageFixtureExtension.class)
@Timeout(120)
public interface StorageFactory {

  /**
   * Opens a storage. Within one test every call means the same place (if the engine has one), which
   * is empty when the test begins; a test never has two of them open.
   */
  Storage open(AdapterContext context) throws Exception;
}
