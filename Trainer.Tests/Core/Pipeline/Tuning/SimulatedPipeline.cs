using Trainer.Core.Pipeline.Tuning;

namespace Trainer.Tests.Core.Pipeline.Tuning;

/// <summary>
/// A pipeline and its trainer on a virtual clock: stages of given cost, workers that take chunks as they become free, slots that
/// bound how far they run ahead, and cores that they share with the trainer. The costs may be changed between epochs.
/// </summary>
/// <remarks>
/// Parsing, augmenting and training need a core; reading waits for the disk. When more are at work than there are cores, all slow
/// down in proportion. That alone costs nothing over an epoch, for the work stays the same; what costs is that cores switch
/// between them and find their caches cold, <see cref="SwitchCost"/>.
/// </remarks>
internal sealed class SimulatedPipeline(int seed = 1)
{
    private const int Chunk = 16;
    private const int ChunksPerBatch = 2;
    private const int ReadyBatches = 12;
    private const int ChunksPerWorker = 4;
    private const int Batches = 400;
    private const double Samples = Batches * ChunksPerBatch * Chunk;

    private readonly Random _random = new(seed);

    /// <summary>Seconds per sample.</summary>
    public double Read { get; set; }

    public double Parse { get; set; }

    public double Augment { get; set; }

    /// <summary>Seconds that the trainer works on a sample, on a core of its own.</summary>
    public double Train { get; set; }

    /// <summary>A disk that serves one reader after another.</summary>
    public bool SerialDisk { get; init; }

    /// <summary>How unsteady the costs are: up to this share more or less.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>The cores; as a rule more than anybody needs.</summary>
    public int Cores { get; init; } = int.MaxValue;

    /// <summary>What each one at work beyond the cores costs all of them, as a share of their time.</summary>
    public double SwitchCost { get; init; } = 0.03;

    /// <summary>Runs an epoch and says what was seen of it.</summary>
    public TuningObservation Run(WorkerSplit workers) => new Epoch(this, workers).Run();

    private double Cost(double perSample) => Chunk * perSample * (1 + (Jitter * ((2 * _random.NextDouble()) - 1)));

    private sealed class Epoch(SimulatedPipeline pipeline, WorkerSplit workers)
    {
        // By the clock, and by the work that a core has done since the beginning, which is the same for all that have one.
        private readonly PriorityQueue<Job, double> _onDisk = new();
        private readonly PriorityQueue<Job, double> _onCores = new();
        private readonly Queue<int> _parsed = new();
        private readonly int[] _augmented = new int[Batches];
        private readonly int _slots = ReadyBatches + (ChunksPerWorker * workers.Total / ChunksPerBatch);
        private double _now;
        private double _worked;
        private double _diskFree;
        private int _parsing;
        private int _augmenting;
        private int _scheduled;
        private int _trained;
        private bool _training;
        private double _readBusy;
        private double _parseBusy;
        private double _augmentBusy;
        private double _trainBusy;
        private int _ready;

        private enum Stage
        {
            Read,
            Parse,
            Augment,
            Train,
        }

        public TuningObservation Run()
        {
            // The first batch is not there when the trainer asks for it.
            bool asked = true;
            while (_trained < Batches)
            {
                StartWorkers();
                if (!_training && _augmented[_trained] == ChunksPerBatch)
                {
                    _ready += asked ? 0 : 1;
                    _training = true;
                    OnCore(new Job(Stage.Train, _trained, _now), ChunksPerBatch * Chunk * pipeline.Train);
                }

                asked = !_training;
                End(Advance());
            }

            return new TuningObservation(
                workers,
                _readBusy / Samples,
                _parseBusy / Samples,
                _augmentBusy / Samples,
                Samples / _now,
                (_now - _trainBusy) / _now,
                (double)_ready / Batches);
        }

        private void StartWorkers()
        {
            while (_augmenting < workers.Augment && _parsed.TryDequeue(out int chunk))
            {
                _augmenting++;
                OnCore(new Job(Stage.Augment, chunk, _now), pipeline.Cost(pipeline.Augment));
            }

            while (_parsing < workers.Parse && _scheduled < Batches * ChunksPerBatch && _scheduled / ChunksPerBatch < _trained + _slots)
            {
                _parsing++;
                double asked = pipeline.SerialDisk ? Math.Max(_now, _diskFree) : _now;
                _diskFree = asked + pipeline.Cost(pipeline.Read);
                _onDisk.Enqueue(new Job(Stage.Read, _scheduled++, _now), _diskFree);
            }
        }

        /// <summary>Moves the clock to the end of the job that is the first to end.</summary>
        private Job Advance()
        {
            double speed = Speed();
            double onCores = _onCores.TryPeek(out _, out double worked) ? _now + ((worked - _worked) / speed) : double.PositiveInfinity;
            double onDisk = _onDisk.TryPeek(out _, out double read) ? read : double.PositiveInfinity;
            double next = Math.Min(onCores, onDisk);
            _worked += (next - _now) * speed;
            _now = next;
            return onCores <= onDisk ? _onCores.Dequeue() : _onDisk.Dequeue();
        }

        /// <summary>How much of a core each one at work has.</summary>
        private double Speed()
        {
            int surplus = Math.Max(_onCores.Count - pipeline.Cores, 0);
            return surplus == 0 ? 1 : pipeline.Cores / (_onCores.Count * (1 + (pipeline.SwitchCost * surplus)));
        }

        private void OnCore(Job job, double work) => _onCores.Enqueue(job, _worked + work);

        private void End(Job job)
        {
            double busy = _now - job.Begun;
            switch (job.Stage)
            {
                case Stage.Read:
                    _readBusy += busy;
                    OnCore(new Job(Stage.Parse, job.Number, _now), pipeline.Cost(pipeline.Parse));
                    break;
                case Stage.Parse:
                    _parseBusy += busy;
                    _parsing--;
                    _parsed.Enqueue(job.Number);
                    break;
                case Stage.Augment:
                    _augmentBusy += busy;
                    _augmenting--;
                    _augmented[job.Number / ChunksPerBatch]++;
                    break;
                default:
                    _trainBusy += busy;
                    _training = false;
                    _trained++;
                    break;
            }
        }

        /// <summary>A piece of work: of which chunk, or of which batch if it is trained on; and when it began.</summary>
        private readonly record struct Job(Stage Stage, int Number, double Begun);
    }
}
