namespace Trainer.Tests.Support;

/// <summary>A thread that collects garbage and runs finalizers without a pause until it is disposed.</summary>
internal sealed class CollectingThread : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _ended;

    public CollectingThread()
    {
        _thread = new Thread(Collect) { IsBackground = true, Name = "Collecting" };
        _thread.Start();
    }

    /// <summary>How often it has collected.</summary>
    public int Rounds { get; private set; }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
    }

    private void Collect()
    {
        while (!_ended)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
            Rounds++;
        }
    }
}
