import { ClaimsPrincipal, Principal, RequireScope } from '@downscope/guards';
import { Controller, Get } from '@nestjs/common';
import { visibleTo } from './reports.policy.ts';

@Controller('reports')
export class ReportsController {
  @Get()
  @RequireScope('reports_read')
  list(@Principal() principal: ClaimsPrincipal): object {
    return { subject: principal.subject, region: visibleTo(principal) };
  }
}
