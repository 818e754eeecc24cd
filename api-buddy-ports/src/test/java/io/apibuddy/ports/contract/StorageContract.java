package io.apibuddy.ports.contract;

/**
 * All contracts that every storage engine must fulfil. An engine's test implements this interface
 * and supplies the factory; if the engine is persistent, it implements {@link DurabilityContract}
 * too.
 */
public interface StorageContract
    extends EntryWriterContract,
        ResponseStoreContract,
        EntryRemovalContract,
        EntryListingContract,
        OpenBodyContract,
        InterruptionContract,
        ThrottleLedgerContract,
        MetricsJournalContract,
        ConfigHistoryContract,
        SecretContract {}
