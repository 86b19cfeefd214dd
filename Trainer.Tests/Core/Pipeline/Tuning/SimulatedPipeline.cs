using Trainer.Core.Pipeline.Tuning;

namespace Trainer.Tests.Core.Pipeline.Tuning;

/// <summary>
/// A pipeline and its trainer on a virtual clock: stages of given cost, workers that take chunks as they become free, slots that
/// bound how far they run ahead. The costs may be changed between epochs.
/// </summary>
internal sealed class SimulatedPipeline(int seed = 1)
{
    private const int Chunk = 16;
    private const int ChunksPerBatch = 2;
    private const int ReadyBatches = 12;
    private const int ChunksPerWorker = 4;
    private const int Batches = 400;

    private readonly Random _random = new(seed);
    private readonly List<double> _released = [];
    private double _trainerFree;
    private double _diskFree;

    /// <summary>Seconds per sample.</summary>
    public double Read { get; set; }

    public double Parse { get; set; }

    public double Augment { get; set; }

    /// <summary>Seconds that the trainer works on a sample.</summary>
    public double Train { get; set; }

    /// <summary>A disk that serves one reader after another.</summary>
    public bool SerialDisk { get; init; }

    /// <summary>How unsteady the costs are: up to this share more or less.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>Runs an epoch and says what was seen of it.</summary>
    public TuningObservation Run(WorkerSplit workers)
    {
        double started = _trainerFree;
        int slots = ReadyBatches + (ChunksPerWorker * workers.Total / ChunksPerBatch);
        PriorityQueue<int, double> parsers = Crew(workers.Parse, started);
        PriorityQueue<int, double> augmenters = Crew(workers.Augment, started);
        double readBusy = 0, parseBusy = 0, augmentBusy = 0, waited = 0;
        int ready = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            double room = _released.Count < slots ? started : _released[^slots];
            double finished = 0;
            for (int i = 0; i < ChunksPerBatch; i++)
            {
                double begun = Math.Max(Next(parsers), room);
                double asked = SerialDisk ? Math.Max(begun, _diskFree) : begun;
                double read = asked + Cost(Read);
                _diskFree = read;
                double parsed = read + Cost(Parse);
                parsers.Enqueue(0, parsed);
                double taken = Math.Max(Next(augmenters), parsed);
                double augmented = taken + Cost(Augment);
                augmenters.Enqueue(0, augmented);
                readBusy += read - begun;
                parseBusy += parsed - read;
                augmentBusy += augmented - taken;
                finished = Math.Max(finished, augmented);
            }

            double wait = Math.Max(finished - _trainerFree, 0);
            ready += wait > 0 ? 0 : 1;
            waited += wait;
            _trainerFree += wait + (Chunk * ChunksPerBatch * Train);
            _released.Add(_trainerFree);
        }

        const double Samples = Batches * ChunksPerBatch * Chunk;
        double elapsed = _trainerFree - started;
        return new TuningObservation(
            workers, readBusy / Samples, parseBusy / Samples, augmentBusy / Samples, Samples / elapsed, waited / elapsed, (double)ready / Batches);
    }

    private static PriorityQueue<int, double> Crew(int workers, double from) =>
        new(Enumerable.Range(0, workers).Select(_ => (0, from)));

    private static double Next(PriorityQueue<int, double> crew)
    {
        crew.TryDequeue(out _, out double free);
        return free;
    }

    private double Cost(double perSample) => Chunk * perSample * (1 + (Jitter * ((2 * _random.NextDouble()) - 1)));
}
