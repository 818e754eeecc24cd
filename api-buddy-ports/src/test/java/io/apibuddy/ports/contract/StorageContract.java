package io.apibuddy.ports.contract;

/**
 * All that every storage engine promises. An engine's test implements this and supplies the
 * factory; an engine that has a place implements {@link DurabilityContract} too.
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
