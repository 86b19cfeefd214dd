using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TorchSharp;
using Trainer.Core.Tensors;

namespace Trainer.Tests.Support;

/// <summary>Counts the tensors that nobody disposed and that a garbage collection has freed.</summary>
/// <remarks>TorchSharp counts disposals for each thread. Finalizers have a thread of their own, so one of ours reads what stands there.</remarks>
internal static class FinalizedTensors
{
    private static long _count;

    /// <summary>How many there have been in this process.</summary>
    public static long Count()
    {
        // The Torch thread holds its last work, and all that belongs to it, until there is other work.
        TorchThread.Run(() => { });
        Collect();
        Leave();
        Collect();
        return Interlocked.Read(ref _count);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    // A method of its own, or the object would stay alive in the caller's frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Leave() => _ = new Reader();

    [SuppressMessage("Design", "MA0055", Justification = "Only a finalizer runs on the thread of the finalizers.")]
    private sealed class Reader
    {
        ~Reader()
        {
            LifetimeStatistics tensors = DisposeScopeManager.Statistics.TensorStatistics;
            Interlocked.Exchange(ref _count, tensors.DisposedInScopeCount + tensors.DisposedOutsideScopeCount);
        }
    }
}
