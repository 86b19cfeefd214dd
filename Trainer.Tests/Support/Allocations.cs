namespace Trainer.Tests.Support;

/// <summary>Counts what the garbage collector is asked for.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// The fewest bytes that warm work allocates on this thread. A round can be charged with bytes that are not its own, of an array
    /// pool that a collection emptied or of the runtime itself; what the work allocates is in every round.
    /// </summary>
    /// <param name="work">What is measured; it has to do the same each time.</param>
    public static long Fewest(Action work)
    {
        work();
        long fewest = long.MaxValue;
        for (int round = 0; round < Rounds && fewest > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
