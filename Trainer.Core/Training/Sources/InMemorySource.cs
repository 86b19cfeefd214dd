using Trainer.Core.Sampling;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Sources;

/// <summary>Data in memory, or a range of its rows, cut into batches by the same schedule as a pipeline's.</summary>
internal sealed class InMemorySource(Func<InMemoryTensors> open, int count, int start = 0) : BatchSource
{
    /// <inheritdoc/>
    internal override IBatchReader Open(ReadingPlan plan)
    {
        var order = new TraversalOrder(count, plan.Shuffle ? Shuffle.Full : Shuffle.None, buffer: 1, plan.Seed);
        return new Reader(
            open(), start, new BatchSchedule(order, plan.BatchSize, plan.Steps, joinSingleRemainder: true));
    }

    /// <inheritdoc/>
    internal override (BatchSource Training, BatchSource Validation) Split(double share)
    {
        // Keras rounds the training part down.
        int training = (int)(count * (1 - share));
        return training > 0 && training < count
            ? (new InMemorySource(open, training, start), new InMemorySource(open, count - training, start + training))
            : throw new ArgumentException(
                $"A ValidationSplit of {share} leaves nothing of {count} samples on one side.", nameof(share));
    }

    private sealed class Reader(InMemoryTensors data, int start, BatchSchedule schedule) : IBatchReader
    {
        private int _epoch;
        private int _step;

        public int? Steps => schedule.StepsPerEpoch;

        public void BeginEpoch(int epoch, int step = 0) => (_epoch, _step) = (epoch, step);

        public SampleBatch? Read(CancellationToken cancellation)
        {
            if (_step == schedule.StepsPerEpoch)
            {
                return null;
            }

            int[] rows = new int[schedule.BatchSizeAt(_step)];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = start + schedule.SampleAt(_epoch, _step, i).Row;
            }

            _step++;
            using Tensor index = tensor(Array.ConvertAll(rows, row => (long)row));
            return new SampleBatch(
                Gather(data.Images, index)!, Gather(data.Labels, index), Gather(data.Weights, index), rows);
        }

        public void Dispose() => data.Dispose();

        /// <summary>The rows of a tensor: class indices as int64, all else as float32.</summary>
        private static Tensor? Gather(Tensor? values, Tensor index)
        {
            if (values is null)
            {
                return null;
            }

            using Tensor onDevice = index.to(values.device);
            using Tensor chosen = values.index_select(0, onDevice);

            // Keras' y is often a column.
            bool indices = !values.is_floating_point()
                && (values.dim() == 1 || (values.dim() == 2 && values.shape[1] == 1));
            using Tensor shaped = indices ? chosen.reshape(-1) : chosen.alias();
            return shaped.to(indices ? ScalarType.Int64 : ScalarType.Float32).DetachFromDisposeScope();
        }
    }
}
