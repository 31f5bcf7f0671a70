import { Module } from '@nestjs/common';

/** Health and metrics of the public listener, at a port that no stranger reaches. */
@Module({})
export class OperationsModule {}
