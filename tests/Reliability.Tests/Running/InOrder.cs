// Tests that measure answers in seconds and start processes by the dozen do so one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
