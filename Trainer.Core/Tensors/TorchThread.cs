using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Trainer.Core.Tensors;

/// <summary>The one thread that does Torch's work.</summary>
/// <remarks>
/// Every thread that calls libtorch gets a team of OpenMP threads of its own, and TorchSharp's dispose scopes are kept
/// per thread; with one thread for all of it there is one team and one stack of scopes. Work may be handed in from any
/// thread and runs in the order of arrival; work that hands in more work runs it at once.
/// </remarks>
public static class TorchThread
{
    private static readonly BlockingCollection<Action> Queue = [];
    private static readonly Thread Worker = Start();

    /// <summary>Whether the caller is on the thread.</summary>
    public static bool IsCurrent => Thread.CurrentThread == Worker;

    /// <summary>Runs work on the thread and waits for it.</summary>
    /// <param name="work">The work; what it throws is thrown to the caller.</param>
    /// <returns>What the work returns.</returns>
    public static T Run<T>(Func<T> work)
    {
        if (IsCurrent)
        {
            return work();
        }

        T result = default!;
        ExceptionDispatchInfo? failure = null;
        using var done = new ManualResetEventSlim();
        Queue.Add(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        failure?.Throw();
        return result;
    }

    /// <summary>Runs work on the thread and waits for it.</summary>
    /// <param name="work">The work; what it throws is thrown to the caller.</param>
    public static void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Runs work on the thread without holding the caller's.</summary>
    /// <param name="work">The work.</param>
    /// <returns>Ends with what the work returns or throws.</returns>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        if (IsCurrent)
        {
            // Queued, it would wait for the very work that asks for it.
            return Task.FromResult(work());
        }

        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue.Add(() =>
        {
            try
            {
                completion.SetResult(work());
            }
            catch (OperationCanceledException e)
            {
                completion.SetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                completion.SetException(e);
            }
        });
        return completion.Task;
    }

    private static Thread Start()
    {
        // A background thread: a program that ends does not wait for it.
        var thread = new Thread(Work) { IsBackground = true, Name = "Torch" };
        thread.Start();
        return thread;
    }

    private static void Work()
    {
        foreach (Action work in Queue.GetConsumingEnumerable())
        {
            work();
        }
    }
}
